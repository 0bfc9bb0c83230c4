import { AppFailure, errors } from '../../shared/errors.ts'
import type { Found } from './found.ts'
import type { CredentialNeeds } from './needs.ts'

const place = { kind: 'keyring' } as const

/** The keyring's token of this entry name (`<provider>:<account>`). A keyring that is locked, silent or wrongly absent is `unreadable`. */
export async function readKeyringToken(
  name: string,
  { keyring }: Pick<CredentialNeeds, 'keyring'>,
): Promise<Found> {
  if (keyring.policy === 'off') return { state: 'off', place }
  try {
    const secret = await keyring.get(name)
    return secret === null ? { state: 'absent', place } : { state: 'present', secret, place }
  } catch (cause) {
    const error = cause instanceof AppFailure ? cause.error : errors.keyringFailed()
    return { state: 'unreadable', error, place }
  }
}
