import { fail } from '../../shared/errors.ts'
import { loginErrors } from '../../shared/login-errors.ts'
import type { Environment } from '../ports.ts'

/**
 * The OAuth application that Hubkey logs in as: a public one of the user's or the distributor's own,
 * never another program's. Throws `oauth-no-client` when `HUBKEY_HF_CLIENT_ID` names none.
 */
export function readClientId(env: Environment): string {
  const id = env['HUBKEY_HF_CLIENT_ID']?.trim() ?? ''
  if (!/^[\x21-\x7e]{1,200}$/.test(id)) throw fail(loginErrors.noClient())
  return id
}
