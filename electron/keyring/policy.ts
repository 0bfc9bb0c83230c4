import { KeyringPolicySchema, type KeyringPolicy } from '../../shared/domain/keyring.ts'
import { variable } from '../environment.ts'
import type { Environment } from '../ports.ts'

/** The user's wish from `HUBKEY_KEYRING`; anything but the three known words counts as `auto`. */
export function readKeyringPolicy(env: Environment): KeyringPolicy {
  const wish = KeyringPolicySchema.safeParse(variable(env, 'HUBKEY_KEYRING')?.toLowerCase())
  return wish.success ? wish.data : 'auto'
}
