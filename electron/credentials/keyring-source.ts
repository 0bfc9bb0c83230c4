import { AppFailure, errors } from '../../shared/errors.ts'
import type { Found } from './found.ts'
import type { CredentialNeeds } from './needs.ts'

const place = { kind: 'keyring' } as const

/** What a place holds under an entry name (`<provider>:<account>`); no name: nothing is asked for. */
export type FindEntry = (name: string | null) => Found

/**
 * Reads these entries of the keyring in one go. A keyring that is locked, silent or wrongly absent
 * makes them `unreadable`. Never throws.
 */
export async function readKeyringTokens(
  names: readonly string[],
  { keyring }: Pick<CredentialNeeds, 'keyring'>,
): Promise<FindEntry> {
  if (keyring.policy === 'off') return () => ({ state: 'off', place })
  try {
    const secrets = await keyring.getMany(names)
    return (name) => {
      const secret = name === null ? undefined : secrets.get(name)
      return secret === undefined ? { state: 'absent', place } : { state: 'present', secret, place }
    }
  } catch (cause) {
    const error = cause instanceof AppFailure ? cause.error : errors.keyringFailed()
    return () => ({ state: 'unreadable', error, place })
  }
}
