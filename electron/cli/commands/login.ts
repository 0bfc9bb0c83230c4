import type { SinkId } from '../../../shared/domain/sink.ts'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import type { Verification } from '../../../shared/domain/verification.ts'
import { fail } from '../../../shared/errors.ts'
import { factsFor } from '../../credentials/facts.ts'
import { normaliseToken } from '../../credentials/normalise.ts'
import { settleTokens } from '../../credentials/settle-tokens.ts'
import { saveToken } from '../../credentials/save-token.ts'
import { verifyToken } from '../../credentials/verify-token.ts'
import { trustEndpoint } from '../../hub/trust/endpoint-trust.ts'
import type { Secret } from '../../redaction/secret.ts'
import type { Context } from '../context.ts'
import { describeIdentity } from '../describe.ts'
import { chooseClientId, logInByBrowser, storeLogIn } from '../log-in-by-browser.ts'
import { parseAccountName } from './change-account.ts'
import { switchOn } from './sinks.ts'
import { readSecret, readSecretFile } from '../read-secret.ts'

interface LoginOptions {
  readonly provider: ProviderId
  readonly stdin: boolean
  /** Logs in by the browser; the token then renews itself. */
  readonly device: boolean
  /** As which application it does so; kept for the next time. */
  readonly clientId?: string
  readonly fromFile?: string
  /** The account's name; chosen by itself when left out. */
  readonly name?: string
  /** Kept in step with it from now on. */
  readonly sinks?: readonly SinkId[]
}

/** `hubkey login`: reads a token, verifies it with the provider, then stores it. */
export async function login(options: LoginOptions, context: Context): Promise<void> {
  const { core, output } = context
  const account = options.name === undefined ? undefined : parseAccountName(options.name)
  const { label } = await factsFor(options.provider, core.credentials)
  await settleTokens({}, core.credentials)
  if (options.clientId !== undefined) await chooseClientId(options.clientId, context)
  const { secret, login: logIn } = options.device
    ? await logInByBrowser(options.provider, context)
    : { secret: await takeToken(options, label, context), login: undefined }
  output.progress(`Asking ${label} whose token this is…`)
  const verification = await verifyToken({ provider: options.provider, secret }, core.credentials)
  if (verification.state === 'rejected' && verification.error !== null) {
    throw fail(verification.error)
  }
  const input = { provider: options.provider, secret, verification, account }
  const saved =
    logIn === undefined
      ? await saveToken(input, core.credentials)
      : await storeLogIn({ ...input, login: logIn }, context)
  // Who logs in at a mirror agrees that it gets the token, now and later.
  if (options.provider === 'huggingface') await trustEndpoint({ endpoint: null }, core.credentials)
  await switchOn(options.sinks ?? [], context)
  const place = saved.store === 'keyring' ? 'the keyring' : saved.path
  if (saved.store === 'file') {
    output.notice(`No keyring is in use: the token lies in ${place}, readable by you alone.`)
  }
  if (verification.error !== null) {
    output.notice(`${verification.error.message} It was saved and is not verified yet.`)
  }
  const { identity } = verification
  output.result(
    {
      provider: options.provider,
      account: saved.account,
      store: saved.store,
      verified: verification.state === 'verified',
      username: identity?.username ?? null,
      role: identity?.role ?? null,
    },
    () =>
      identity === null
        ? `Saved in ${place}, ${standingOf(verification)}.\n`
        : `Logged in as ${describeIdentity(identity)}. Saved in ${place}.\n`,
  )
}

/** Reads and cleans the token, from wherever it is to come. */
async function takeToken(
  { stdin, fromFile }: LoginOptions,
  label: string,
  { core, io, output }: Context,
): Promise<Secret> {
  const text =
    fromFile === undefined
      ? await readSecret(io, stdin, `${label} token: `)
      : await readSecretFile(fromFile, output)
  return core.redactor.guard(normaliseToken(text))
}

/** Without a reason there was nothing to ask: the provider has no check address. */
function standingOf({ state, error }: Verification): string {
  if (state === 'verified') return 'verified'
  return error === null ? 'unchecked, for its provider has no check address' : 'not verified yet'
}
