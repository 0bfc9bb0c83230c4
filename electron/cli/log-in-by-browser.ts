import type { ProviderId } from '../../shared/domain/provider.ts'
import { ClientIdSchema } from '../../shared/domain/settings.ts'
import { errors, fail } from '../../shared/errors.ts'
import { beginBrowserLogIn } from '../app/browser-log-in.ts'
import { changeSettings } from '../app/settings-file.ts'
import type { LogIn } from '../credentials/log-in.ts'
import type { Secret } from '../redaction/secret.ts'
import type { Context } from './context.ts'

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

/** Keeps the id of the application to log in as. Throws `bad-input` and `store-write-failed`. */
export async function chooseClientId(text: string, { core }: Context): Promise<void> {
  const id = ClientIdSchema.safeParse(text)
  if (!id.success) throw fail(errors.badInput('This is not the client id of an application.'))
  const { ports, log } = core
  const needs = { paths: ports.paths, clock: ports.clock, log }
  await changeSettings({ oauthClientId: id.data }, needs)
}
