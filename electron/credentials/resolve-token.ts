import type { ProviderId, SourceKind } from '../../shared/domain/provider.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import { AppFailure, errors, fail } from '../../shared/errors.ts'
import type { Secret } from '../redaction/secret.ts'
import type { AccountWish } from './choose-account.ts'
import { factsFor } from './facts.ts'
import { openFingerprints } from './fingerprint.ts'
import type { Found } from './found.ts'
import type { CredentialNeeds } from './needs.ts'
import { pickWinner, searchSources } from './sources.ts'
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
 * wins. In Hubkey's own places that is the account tied to what it is wanted for, else the active
 * one. Null when there is none. With an account named only Hubkey's own places count, and it throws
 * `account-missing` when they have none of that name. Throws `keyring-locked`, `keyring-hung`,
 * `keyring-failed`, `keyring-required` or `store-unreadable` when a place that would win cannot be
 * read: a lower one is never used in silence. Nothing is sent anywhere.
 */
export async function resolveToken(
  wish: AccountWish & { readonly provider: ProviderId },
  needs: CredentialNeeds,
): Promise<ResolvedToken | null> {
  const { provider } = wish
  const { account, sources } = await searchSources(wish, needs)
  const winner = pickWinner(wish.account === undefined ? sources : sources.filter(isOwn))
  if (winner === null && wish.account !== undefined) {
    const { label } = await factsFor(provider, needs)
    throw fail(errors.accountMissing(label, wish.account))
  }
  if (winner === null) return null
  if (winner instanceof AppFailure) throw winner
  const { secret, place } = winner
  const fingerprint = (await openFingerprints(needs))(secret)
  const verification = (await readVerifications(needs))({ provider, fingerprint })
  return {
    secret,
    source: place.kind,
    account: accountOf(winner, account),
    fingerprint,
    verification,
  }
}

/** Only what lies in Hubkey's own places has a name of Hubkey's. */
export function accountOf(source: Found, account: string | null): string | null {
  return isOwn(source) ? account : null
}

function isOwn({ place: { kind } }: Found): boolean {
  return kind === 'keyring' || kind === 'file'
}
