import { config } from '../../package.json'
import { ClientIdSchema } from '../../shared/domain/settings.ts'
import { fail } from '../../shared/errors.ts'
import { loginErrors } from '../../shared/login-errors.ts'
import type { Environment } from '../ports.ts'

/**
 * The OAuth application that Hubkey logs in as, never another program's: `HUBKEY_HF_CLIENT_ID`, else
 * the one that the user has `chosen`, else the one of whoever distributes this build (`config` in
 * package.json; empty when there is none). Throws `oauth-no-client` when none is named,
 * or the first one that is could not be an application's id.
 */
export function readClientId(env: Environment, chosen: string | null): string {
  const named = [env['HUBKEY_HF_CLIENT_ID'], chosen, config.huggingFaceClientId]
  const id = ClientIdSchema.safeParse(named.find((one) => one != null && one.trim() !== ''))
  if (!id.success) throw fail(loginErrors.noClient())
  return id.data
}
