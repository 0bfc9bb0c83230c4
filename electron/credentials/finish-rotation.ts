import type { ProviderId } from '../../shared/domain/provider.ts'
import type { RotationReport } from '../../shared/domain/rotation.ts'
import { issuerOf } from '../providers/issuers.ts'
import type { Secret } from '../redaction/secret.ts'
import { entryName } from './account.ts'
import { changeBook, recordFor, recordOf } from './account-book.ts'
import { openFingerprints } from './fingerprint.ts'
import { endJournal, type JournalEntry } from './journal.ts'
import type { CredentialNeeds } from './needs.ts'
import { syncSinks } from './sink-sync.ts'
import { dropEntry, getEntry, putEntry } from './vault.ts'
import { noteVerification, readVerifications } from './verifications.ts'

/** A rotation that is under way. */
type Rotation = Pick<JournalEntry, 'provider' | 'account' | 'revoke'>

/** Finishes or undoes a rotation that was cut short. Called under the lock. Throws as the vault does. */
export async function recoverRotation(journal: Rotation, needs: CredentialNeeds): Promise<void> {
  const entry = entryName(journal.provider, journal.account)
  const old = await getEntry(asideName(entry), needs)
  const now = await getEntry(entry, needs)
  if (old === null) {
    // Either nothing had happened yet, or all had but striking the journal.
    await endJournal(needs)
    return
  }
  if (now === null) await putEntry(entry, old.secret, needs)
  if (now === null || now.secret.equals(old.secret)) {
    await dropEntry(asideName(entry), needs)
    await endJournal(needs)
    return
  }
  await finishRotation(journal, { secret: now.secret, old: old.secret }, needs)
}

/** Where the old token waits until the new one is everywhere. No account can be called so. */
export function asideName(entry: string): string {
  return `${entry}~old`
}

interface Tokens {
  readonly secret: Secret
  readonly old: Secret
}

/** Everything after the new token has reached the vault; may be done twice. */
export async function finishRotation(
  { provider, account, revoke }: Rotation,
  { secret, old }: Tokens,
  needs: CredentialNeeds,
): Promise<Pick<RotationReport, 'sinks' | 'oldToken'>> {
  await noteRotated(provider, account, { secret, old }, needs)
  const sinks = await syncSinks({ provider, account, secret, replaces: [old] }, needs)
  const oldToken = revoke ? await revokeAndProve(provider, old, needs) : 'kept'
  await dropEntry(asideName(entryName(provider, account)), needs)
  await endJournal(needs)
  return { sinks: [...sinks], oldToken }
}

async function noteRotated(
  provider: ProviderId,
  account: string,
  { secret, old }: Tokens,
  needs: CredentialNeeds,
): Promise<void> {
  const fingerprintOf = await openFingerprints(needs)
  const fingerprint = fingerprintOf(secret)
  const standingOf = await readVerifications(needs)
  const expiresAt = standingOf({ provider, fingerprint })?.identity?.expiresAt ?? null
  const now = needs.clock.now()
  await changeBook(
    provider,
    (book) => {
      const legacy = { kind: 'token', fingerprint: fingerprintOf(old), expiresAt: null } as const
      const before = recordOf(book, account) ?? recordFor(undefined, legacy, now)
      const record = recordFor(before, { kind: 'token', fingerprint, expiresAt }, now)
      return { ...book, accounts: { ...book.accounts, [account]: record } }
    },
    needs,
  )
}

/** Only a refusal of the provider's own proves that a token is dead. */
async function revokeAndProve(
  provider: ProviderId,
  old: Secret,
  needs: CredentialNeeds,
): Promise<'proven' | 'unproven'> {
  const issuer = issuerOf(provider, await needs.customProviders())
  if (issuer?.revoke === undefined) return 'unproven'
  try {
    await issuer.revoke(old, needs)
    const answer = await issuer.verify(old, {}, needs)
    const fingerprint = (await openFingerprints(needs))(old)
    await noteVerification({ provider, fingerprint }, answer, needs)
    return answer.state === 'rejected' ? 'proven' : 'unproven'
  } catch {
    return 'unproven'
  }
}
