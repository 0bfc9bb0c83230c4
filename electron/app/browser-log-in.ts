import type { ProviderId } from '../../shared/domain/provider.ts'
import { errors, fail } from '../../shared/errors.ts'
import type { LogIn } from '../credentials/log-in.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { readClientId } from '../providers/client-id.ts'
import { beginDeviceLogin, waitForDeviceLogin } from '../providers/device-login.ts'
import type { Secret } from '../redaction/secret.ts'
import type { Core } from './core.ts'
import { loadSettings } from './settings-file.ts'

/** What is asked for: who it is, and reading what the user may read, gated models included. */
const scope = ['openid', 'profile', 'read-repos', 'gated-repos'] as const

/** A log-in that waits for its owner in the browser. */
export interface BrowserLogIn {
  /** What is typed at the address, and until when. */
  readonly userCode: string
  readonly address: string
  readonly expiresAt: Date
  /** Waits until the user has decided. Throws as `waitForDeviceLogin` does. */
  readonly granted: (signal: AbortSignal) => Promise<GrantedLogIn>
}

/** What it comes to: a token, and what renews it. */
export interface GrantedLogIn {
  readonly secret: Secret
  readonly login: LogIn
}

/**
 * Asks for a code to log in with by the browser. Throws `bad-input` for a provider without such a
 * log-in, `oauth-no-client`, `offline-mode`, and as `beginDeviceLogin` does.
 */
export async function beginBrowserLogIn(
  provider: ProviderId,
  { ports, redactor, log }: Pick<Core, 'ports' | 'redactor' | 'log'>,
  signal: AbortSignal,
): Promise<BrowserLogIn> {
  if (provider !== 'huggingface') {
    throw fail(errors.badInput('Only Hugging Face has a log-in by the browser.'))
  }
  const { env, paths, fetch, clock } = ports
  const { oauthClientId } = await loadSettings({ paths, log, clock })
  const clientId = readClientId(env, oauthClientId)
  const { endpoint, host, offline } = readHfEnvironment(env, paths.home)
  if (offline) throw fail(errors.offlineMode(host))
  const needs = { fetch, clock, redactor }
  const wish = { endpoint, clientId, scope }
  const login = await beginDeviceLogin(wish, needs, signal)
  const { userCode, address, expiresAt } = login
  return {
    userCode,
    address,
    expiresAt,
    granted: async (waiting) => {
      const pair = await waitForDeviceLogin({ ...wish, login }, needs, waiting)
      const { access, refresh } = pair
      return { secret: access, login: { refresh, expiresAt: pair.expiresAt, clientId, endpoint } }
    },
  }
}
