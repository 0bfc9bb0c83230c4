import type { ProviderId } from '../../shared/domain/provider.ts'
import { AppFailure, errors } from '../../shared/errors.ts'
import { defaultAccount, entryName } from './account.ts'
import type { Found } from './found.ts'
import type { CredentialNeeds } from './needs.ts'

const place = { kind: 'keyring' } as const

/** The keyring's token. A keyring that is locked, silent or wrongly absent is `unreadable`. */
export async function readKeyringToken(
  provider: ProviderId,
  { keyring }: Pick<CredentialNeeds, 'keyring'>,
): Promise<Found> {
  if (keyring.policy === 'off') return { state: 'off', place }
  try {
    const secret = await keyring.get(entryName(provider, defaultAccount))
    return secret === null ? { state: 'absent', place } : { state: 'present', secret, place }
  } catch (cause) {
    const error = cause instanceof AppFailure ? cause.error : errors.keyringFailed()
    return { state: 'unreadable', error, place }
  }
}
