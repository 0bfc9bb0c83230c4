import type { ProviderId, SourceKind } from '../../shared/domain/provider.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import { AppFailure } from '../../shared/errors.ts'
import type { Secret } from '../redaction/secret.ts'
import { defaultAccount } from './account.ts'
import { openFingerprints } from './fingerprint.ts'
import type { Found } from './found.ts'
import type { CredentialNeeds } from './needs.ts'
import { pickWinner, readSources } from './sources.ts'
import { readVerifications } from './verifications.ts'

/** The token that counts, and where it came from. */
export interface ResolvedToken {
  readonly secret: Secret
  readonly source: SourceKind
  /** Hubkey's own name of it; null when it lies in the environment or in another tool's file. */
  readonly account: string | null
  readonly fingerprint: string
  /** What the provider last said of it; a `rejected` one should not be sent again. */
  readonly verification: Verification | null
}

/**
 * Finds the token to use: environment, keyring, `credentials.json`, HF token file; the first hit
 * wins. Null when there is none. Throws `keyring-locked`, `keyring-hung`, `keyring-failed`,
 * `keyring-required` or `store-unreadable` when a place that would win cannot be read: a lower
 * one is never used in silence. Nothing is sent anywhere.
 */
export async function resolveToken(
  { provider }: { readonly provider: ProviderId },
  needs: CredentialNeeds,
): Promise<ResolvedToken | null> {
  const winner = pickWinner(await readSources(provider, needs))
  if (winner === null) return null
  if (winner instanceof AppFailure) throw winner
  const { secret, place } = winner
  const fingerprint = (await openFingerprints(needs))(secret)
  const verification = (await readVerifications(needs))({ provider, fingerprint })
  return { secret, source: place.kind, account: accountOf(winner), fingerprint, verification }
}

/** Only what lies in Hubkey's own places has a name of Hubkey's. */
export function accountOf(source: Found): string | null {
  return source.place.kind === 'keyring' || source.place.kind === 'file' ? defaultAccount : null
}
