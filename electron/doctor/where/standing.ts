import type { ProviderId } from '../../../shared/domain/provider.ts'
import type { Verification } from '../../../shared/domain/verification.ts'
import type { Standing } from '../../../shared/domain/where.ts'
import { openBook } from '../../credentials/account-book.ts'
import { readVerifications } from '../../credentials/verifications.ts'
import type { DoctorNeeds } from '../needs.ts'

/** How a token stands, and whose it is as far as anybody told. */
export interface TokenStanding {
  readonly standing: Standing
  readonly account: string | null
  readonly username: string | null
}

/** Says how a token stands, by fingerprint. */
export type JudgeToken = (provider: ProviderId, fingerprint: string) => TokenStanding

/**
 * Opens what Hubkey knows of tokens: `held` (fingerprints of what lies in its own places, by
 * account), the account list's memory of replaced ones, and what providers last said. Never throws.
 */
export async function openStandings(
  held: readonly {
    readonly provider: ProviderId
    readonly account: string
    readonly fingerprint: string
  }[],
  needs: DoctorNeeds,
): Promise<JudgeToken> {
  const [bookOf, lastWord] = await Promise.all([
    openBook(needs).catch(() => null),
    readVerifications(needs),
  ])
  return (provider, fingerprint) => {
    const own = held.find((one) => one.provider === provider && one.fingerprint === fingerprint)
    const records = Object.entries(bookOf?.(provider).accounts ?? {})
    // The list knows them while the keyring is locked, too.
    const now = records.find(([, record]) => record.fingerprint === fingerprint)?.[0]
    const before = records.find(([, record]) => record.earlier.includes(fingerprint))?.[0]
    const said = lastWord({ provider, fingerprint })
    return {
      standing: standingOf(said, own?.account ?? now, before),
      account: own?.account ?? now ?? before ?? null,
      username: said?.identity?.username ?? null,
    }
  }
}

function standingOf(
  said: Verification | null,
  now: string | undefined,
  before: string | undefined,
): Standing {
  if (said?.state === 'rejected') return 'dead'
  if (now !== undefined) return 'current'
  return before === undefined ? 'unknown' : 'stale'
}
