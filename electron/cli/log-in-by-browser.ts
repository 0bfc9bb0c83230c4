import { setTimeout as wait } from 'node:timers/promises'
import type { ProviderId } from '../../shared/domain/provider.ts'
import { ClientIdSchema } from '../../shared/domain/settings.ts'
import { AppFailure, errors, fail } from '../../shared/errors.ts'
import { beginBrowserLogIn } from '../app/browser-log-in.ts'
import { changeSettings } from '../app/settings-file.ts'
import type { LogIn } from '../credentials/log-in.ts'
import { nameLogIn } from '../credentials/name-account.ts'
import { saveToken, type SavedToken, type SaveTokenInput } from '../credentials/save-token.ts'
import type { Secret } from '../redaction/secret.ts'
import type { Context } from './context.ts'

/** Milliseconds for which a log-in waits for a place to be stored in, and between two tries. */
const patienceMs = 5 * 60_000
const pauseMs = 1000

/**
 * Logs in by the browser: says where to enter which code, and waits until that is done. Throws as
 * `beginBrowserLogIn` and `waitForDeviceLogin` do, and the signal's reason when it is aborted.
 */
export async function logInByBrowser(
  provider: ProviderId,
  { core, output, signal }: Context,
): Promise<{ readonly secret: Secret; readonly login: LogIn }> {
  const begun = await beginBrowserLogIn(provider, core, signal).catch((cause: unknown) => {
    // A question that was cut off by Ctrl-C looks like a Hub that does not answer.
    signal.throwIfAborted()
    throw cause
  })
  output.notice(`Open ${begun.address} in a browser and enter the code ${begun.userCode}`)
  output.progress('Waiting for you to agree there…')
  return await begun.granted(signal)
}

/**
 * Stores a log-in, under a name of its own choice unless one is given. A place that is closed just now is waited for: the
 * user has agreed, and what the Hub granted lies nowhere else. Throws as `saveToken` does when it stays
 * closed, and the signal's reason when it is aborted.
 */
export async function storeLogIn(
  input: SaveTokenInput,
  { core: { credentials }, output, signal }: Context,
): Promise<SavedToken> {
  const deadline = credentials.clock.now().getTime() + patienceMs
  for (let tries = 1; ; tries += 1) {
    try {
      const account = input.account ?? (await nameLogIn(input, credentials))
      return await saveToken({ ...input, account }, credentials)
    } catch (cause) {
      const isOver = credentials.clock.now().getTime() > deadline
      if (!(cause instanceof AppFailure) || isOver) throw cause
      if (tries === 1) {
        output.notice(
          `${cause.message} You are logged in; this is kept and tried again for ${patienceMs / 60_000} minutes.`,
        )
      }
    }
    await wait(pauseMs, undefined, { signal })
  }
}

/** Keeps the id of the application to log in as. Throws `bad-input` and `store-write-failed`. */
export async function chooseClientId(text: string, { core }: Context): Promise<void> {
  const id = ClientIdSchema.safeParse(text)
  if (!id.success) throw fail(errors.badInput('This is not the client id of an application.'))
  const { ports, log } = core
  const needs = { paths: ports.paths, clock: ports.clock, log }
  await changeSettings({ oauthClientId: id.data }, needs)
}
