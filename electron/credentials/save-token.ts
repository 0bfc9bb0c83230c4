import type { ProviderId } from '../../shared/domain/provider.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import { errors, fail } from '../../shared/errors.ts'
import type { Secret } from '../redaction/secret.ts'
import { entryName } from './account.ts'
import { changeBook, recordFor, recordOf } from './account-book.ts'
import { withCredentialLock } from './credential-lock.ts'
import { factsFor } from './facts.ts'
import { openFingerprints } from './fingerprint.ts'
import { isLogIn, logInFacts, putRefresh, type LogIn } from './log-in.ts'
import { nameAccount } from './name-account.ts'
import type { CredentialNeeds } from './needs.ts'
import { checkToken } from './normalise.ts'
import { syncActive } from './sink-sync.ts'
import { putEntry, type StoredAt } from './vault.ts'

/** Where a token went. */
export type SavedToken = StoredAt & { readonly account: string }

export interface SaveTokenInput {
  readonly provider: ProviderId
  readonly secret: Secret
  /** Left out: `default`, or the user's name when that is taken by somebody else. */
  readonly account?: string | undefined
  /** What `verifyToken` said: everything but a rejection may be saved. */
  readonly verification: Verification
  /** For the token of a log-in, which Hubkey renews by itself. */
  readonly login?: LogIn | undefined
  /** Stores it without making its account the active one, unless none is. */
  readonly inPassing?: boolean
}

/**
 * Stores a token under an account's name and makes that account the active one, unless that is done
 * in passing. Returns once it was read back. Throws `token-rejected`, the errors of `normaliseToken`, `keyring-locked`,
 * `keyring-hung`, `keyring-failed`, `keyring-required`, `store-unreadable` or `store-write-failed`;
 * the token that was there before then still is.
 */
export async function saveToken(
  input: SaveTokenInput,
  needs: CredentialNeeds,
): Promise<SavedToken> {
  const { provider, secret, verification } = input
  const { label } = await factsFor(provider, needs)
  if (verification.state === 'rejected') throw fail(errors.tokenRejected(label))
  checkToken(secret.reveal())
  return await withCredentialLock(needs, async () => {
    const account = input.account ?? (await nameAccount(input, needs))
    const entry = entryName(provider, account)
    const wasLogIn = await isLogIn(provider, account, needs).catch(() => false)
    // Before its token: a token that nobody can renew is worse than an entry that nobody uses.
    if (input.login !== undefined) await putRefresh(entry, input.login.refresh, needs)
    const stored = await putEntry(entry, secret, needs)
    await noteSaved({ ...input, account }, needs)
    if (input.login === undefined && wasLogIn) await putRefresh(entry, null, needs)
    await syncActive(provider, account, needs)
    return { account, ...stored }
  })
}

/** Should this fail, the token is stored all the same, and the next start finds it (`reconcile-accounts.ts`). */
async function noteSaved(
  input: SaveTokenInput & { account: string },
  needs: CredentialNeeds,
): Promise<void> {
  const { provider, account, secret, verification, login, inPassing = false } = input
  const fingerprint = (await openFingerprints(needs))(secret)
  const expiresAt = verification.identity?.expiresAt ?? null
  const now = needs.clock.now()
  await changeBook(
    provider,
    (book) => {
      const plain = { kind: 'token', expiresAt } as const
      const facts = { ...(login === undefined ? plain : logInFacts(login, now)), fingerprint }
      const record = recordFor(recordOf(book, account), facts, now)
      const stays = inPassing && book.active !== null && recordOf(book, book.active) !== undefined
      const active = stays ? book.active : account
      return { ...book, active, accounts: { ...book.accounts, [account]: record } }
    },
    needs,
  )
}
