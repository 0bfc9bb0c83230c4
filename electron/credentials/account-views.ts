import type { AccountView } from '../../shared/domain/account.ts'
import type { ProviderId } from '../../shared/domain/provider.ts'
import { entryName } from './account.ts'
import { recordFor, recordOf, type ProviderBook } from './account-book.ts'
import type { TakeFingerprint } from './fingerprint.ts'
import type { CredentialNeeds } from './needs.ts'
import { withQuarantine } from './quarantine.ts'
import type { OwnPlaces } from './sources.ts'
import type { readVerifications } from './verifications.ts'

/** Names of a provider's accounts, the active one first. */
export function namesIn({ active, accounts }: ProviderBook): readonly string[] {
  const others = Object.keys(accounts).filter((name) => name !== active)
  return active === null ? others.sort() : [active, ...others.sort()]
}

interface Accounts {
  readonly provider: ProviderId
  readonly label: string
  readonly book: ProviderBook
  readonly places: OwnPlaces
  readonly fingerprintOf: TakeFingerprint
  readonly standingOf: Awaited<ReturnType<typeof readVerifications>>
}

/** What may be shown of a provider's accounts. While the keyring is locked, the list's word is taken. */
export function viewAccounts(
  { provider, label, book, places, fingerprintOf, standingOf }: Accounts,
  { clock }: Pick<CredentialNeeds, 'clock'>,
): AccountView[] {
  return namesIn(book).flatMap((name) => {
    const entry = entryName(provider, name)
    const found = [places.keyring(entry), places.file(entry)].find(
      ({ state }) => state === 'present',
    )
    const secret = found?.state === 'present' ? found.secret : null
    const record = recordOf(book, name)
    // The active one of a list that nobody has written yet.
    if (record === undefined && secret === null) return []
    const facts = { kind: 'token', fingerprint: null, expiresAt: null } as const
    const known = record ?? recordFor(undefined, facts, clock.now())
    const fingerprint = secret === null ? known.fingerprint : fingerprintOf(secret)
    const standing = fingerprint === null ? null : standingOf({ provider, fingerprint })
    const { kind } = known
    return {
      name,
      active: name === book.active,
      kind,
      ...(known.login?.ended === true ? { logInEnded: true as const } : {}),
      store:
        found?.place.kind === 'keyring' || found?.place.kind === 'file' ? found.place.kind : null,
      fingerprint,
      addedAt: known.addedAt,
      rotatedAt: known.rotatedAt,
      scope: known.scope,
      verification: withQuarantine(standing, {
        provider,
        label,
        account: name,
        kind,
        source: null,
      }),
    }
  })
}
