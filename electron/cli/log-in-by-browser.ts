import type { ProviderId } from '../../shared/domain/provider.ts'
import { errors, fail } from '../../shared/errors.ts'
import type { LogIn } from '../credentials/log-in.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { readClientId } from '../providers/client-id.ts'
import { beginDeviceLogin, waitForDeviceLogin } from '../providers/device-login.ts'
import type { Secret } from '../redaction/secret.ts'
import type { Context } from './context.ts'

/** What is asked for: who it is, and reading what the user may read, gated models included. */
const scope = ['openid', 'profile', 'read-repos', 'gated-repos'] as const

/**
 * Logs in by the browser: says where to enter which code, and waits until that is done. Throws
 * `bad-input` for a provider without such a log-in, `oauth-no-client`, `offline-mode`, and as
 * `beginDeviceLogin` and `waitForDeviceLogin` do.
 */
export async function logInByBrowser(
  provider: ProviderId,
  { core, output, signal }: Context,
): Promise<{ readonly secret: Secret; readonly login: LogIn }> {
  if (provider !== 'huggingface') {
    throw fail(errors.badInput('Only Hugging Face has a log-in by the browser.'))
  }
  const { env, paths, fetch, clock } = core.ports
  const clientId = readClientId(env)
  const { endpoint, host, offline } = readHfEnvironment(env, paths.home)
  if (offline) throw fail(errors.offlineMode(host))
  const needs = { fetch, clock, redactor: core.redactor }
  const wish = { endpoint, clientId, scope }
  const begun = await beginDeviceLogin(wish, needs, signal)
  output.notice(`Open ${begun.address} in a browser and enter the code ${begun.userCode}`)
  output.progress('Waiting for you to agree there…')
  const { access, refresh, expiresAt } = await waitForDeviceLogin(
    { ...wish, login: begun },
    needs,
    signal,
  )
  return { secret: access, login: { refresh, expiresAt, clientId, endpoint } }
}
