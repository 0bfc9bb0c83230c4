import type { ProviderId } from '../../shared/domain/provider.ts'
import type { Secret } from '../redaction/secret.ts'
import { entryName, ownerOfRefresh, readEntryName, refreshName } from './account.ts'
import { changeBook, openBook, recordFor, recordOf, type ProviderBook } from './account-book.ts'
import { openFingerprints } from './fingerprint.ts'
import { endedLogIn, isLogIn, putRefresh } from './log-in.ts'
import type { CredentialNeeds } from './needs.ts'
import { dropEntry, getEntry, listEntries } from './vault.ts'

/**
 * Makes the list of accounts agree with what is stored: tokens that an older Hubkey, or a save that
 * was killed, left without a record are listed; the second copy that a killed renaming left goes.
 * A log-in whose record is lost is a log-in still, but one that has ended.
 * A record without a token stays: while the keyring is away nobody knows. Called under the lock.
 * Throws as the vault does; then nothing was changed that was not whole.
 */
export async function reconcileAccounts(needs: CredentialNeeds): Promise<void> {
  const names = await listEntries(needs)
  const entries = names.flatMap((entry) => readEntryName(entry) ?? [])
  if (names.length === 0) return
  const bookOf = await openBook(needs)
  for (const { provider, account } of entries) {
    if (recordOf(bookOf(provider), account) !== undefined) continue
    const entry = await getEntry(entryName(provider, account), needs)
    if (entry === null) continue
    const wasLogIn = names.includes(refreshName(entryName(provider, account)))
    await takeUp({ provider, account, wasLogIn, ...entry }, needs)
  }
  await dropStrayRefreshes(names, needs)
}

/**
 * A refresh token belongs to an account that is listed as a log-in. One that does not was left by a
 * kill in the midst of a log-in, a renaming or a clearing, and gets nobody a token that is used.
 */
async function dropStrayRefreshes(names: readonly string[], needs: CredentialNeeds): Promise<void> {
  for (const name of names) {
    const owner = readEntryName(ownerOfRefresh(name) ?? '')
    if (owner === null) continue
    if (!(await isLogIn(owner.provider, owner.account, needs))) await dropEntry(name, needs)
  }
}

interface Unlisted {
  readonly provider: ProviderId
  readonly account: string
  readonly secret: Secret
  /** A refresh token lies beside it. */
  readonly wasLogIn: boolean
}

async function takeUp(
  { provider, account, secret, wasLogIn }: Unlisted,
  needs: CredentialNeeds,
): Promise<void> {
  const book = (await openBook(needs))(provider)
  const fingerprint = (await openFingerprints(needs))(secret)
  const twin = Object.keys(book.accounts).find(
    (name) => recordOf(book, name)?.fingerprint === fingerprint,
  )
  if (twin !== undefined && (await holds(entryName(provider, twin), secret, needs))) {
    await dropEntry(entryName(provider, account), needs)
    return
  }
  const now = needs.clock.now()
  const plain = { kind: 'token', expiresAt: null } as const
  const record = recordFor(undefined, { ...(wasLogIn ? endedLogIn(now) : plain), fingerprint }, now)
  await changeBook(provider, (before) => listed(before, account, record), needs)
  if (wasLogIn) await putRefresh(entryName(provider, account), null, needs)
}

async function holds(name: string, secret: Secret, needs: CredentialNeeds): Promise<boolean> {
  return (await getEntry(name, needs))?.secret.equals(secret) === true
}

/** The first one that is listed becomes active when the active one is not there. */
function listed(
  { active, accounts, ...book }: ProviderBook,
  account: string,
  record: ProviderBook['accounts'][string],
): ProviderBook {
  const isFirst = Object.keys(accounts).length === 0
  return {
    ...book,
    active: isFirst && active !== null ? account : active,
    accounts: { ...accounts, [account]: record },
  }
}
