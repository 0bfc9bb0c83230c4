import type { AccountScope } from '../../shared/domain/account.ts'
import type { ProviderId } from '../../shared/domain/provider.ts'
import { errors, fail } from '../../shared/errors.ts'
import { followRename } from '../hub/watch/change-watch.ts'
import { entryName, refreshName } from './account.ts'
import { changeBook, openBook, recordFor, recordOf, type AccountRecord } from './account-book.ts'
import { withCredentialLock } from './credential-lock.ts'
import { factsFor } from './facts.ts'
import { openFingerprints } from './fingerprint.ts'
import type { CredentialNeeds } from './needs.ts'
import { syncActive } from './sink-sync.ts'
import { dropEntry, getEntry, putEntry } from './vault.ts'

interface AccountInput {
  readonly provider: ProviderId
  readonly account: string
}

/**
 * Makes an account the active one. Throws `account-missing`, `store-unreadable` and
 * `store-write-failed`; and as the keyring does when only it could tell whether the account is there.
 */
export async function useAccount(
  { provider, account }: AccountInput,
  needs: CredentialNeeds,
): Promise<void> {
  await withCredentialLock(needs, async () => {
    const record = await requireAccount(provider, account, needs)
    await changeBook(
      provider,
      ({ accounts, ...book }) => {
        return { ...book, active: account, accounts: { ...accounts, [account]: record } }
      },
      needs,
    )
    await syncActive(provider, account, needs)
  })
}

/** Ties an account to organisations and models, for which it is chosen by itself. Throws as `useAccount` does. */
export async function tieAccount(
  { provider, account, scope }: AccountInput & { readonly scope: AccountScope },
  needs: CredentialNeeds,
): Promise<void> {
  await withCredentialLock(needs, async () => {
    const record = await requireAccount(provider, account, needs)
    await changeBook(
      provider,
      ({ accounts, ...book }) => {
        return { ...book, accounts: { ...accounts, [account]: { ...record, scope } } }
      },
      needs,
    )
  })
}

/**
 * Gives an account another name. Its token is stored under the new one before the old one goes, so
 * that a kill in between leaves two copies, of which the next start takes one away. Throws
 * `account-exists`, as `useAccount` and as the vault do.
 */
export async function renameAccount(
  { provider, account, name }: AccountInput & { readonly name: string },
  needs: CredentialNeeds,
): Promise<void> {
  if (name === account) return
  await withCredentialLock(needs, async () => {
    const record = await requireAccount(provider, account, needs)
    const [from, to] = [entryName(provider, account), entryName(provider, name)]
    const entry = await getEntry(from, needs)
    if (entry === null) throw fail(errors.accountMissing(await labelOf(provider, needs), account))
    const isTaken = recordOf((await openBook(needs))(provider), name) !== undefined
    if (isTaken || (await getEntry(to, needs)) !== null) {
      throw fail(errors.accountExists(await labelOf(provider, needs), name))
    }
    const refresh = record.kind === 'oauth' ? await getEntry(refreshName(from), needs) : null
    if (refresh !== null) await putEntry(refreshName(to), refresh.secret, needs)
    await putEntry(to, entry.secret, needs)
    await changeBook(
      provider,
      ({ active, accounts, ...book }) => {
        const { [account]: _gone, ...others } = accounts
        const isActive = active === account
        return {
          ...book,
          active: isActive ? name : active,
          accounts: { ...others, [name]: record },
        }
      },
      needs,
    )
    await followWatches({ provider, account, name }, needs)
    await dropEntry(from, needs)
    if (refresh !== null) await dropEntry(refreshName(from), needs)
  })
}

/** Should this fail, the account is renamed all the same; what waits for the old name then says so. */
async function followWatches(
  { provider, ...change }: AccountInput & { readonly name: string },
  needs: CredentialNeeds,
): Promise<void> {
  if (provider !== 'huggingface') return
  await followRename(change, needs).catch(() => {
    needs.log.warn(`What is waited for as ${change.account} could not be told its new name.`)
  })
}

/** The account's record, made now for a token that an older Hubkey left. Throws `account-missing`. */
export async function requireAccount(
  provider: ProviderId,
  account: string,
  needs: CredentialNeeds,
): Promise<AccountRecord> {
  const record = recordOf((await openBook(needs))(provider), account)
  if (record !== undefined) return record
  const entry = await getEntry(entryName(provider, account), needs)
  if (entry === null) throw fail(errors.accountMissing(await labelOf(provider, needs), account))
  const fingerprint = (await openFingerprints(needs))(entry.secret)
  return recordFor(undefined, { kind: 'token', fingerprint, expiresAt: null }, needs.clock.now())
}

async function labelOf(provider: ProviderId, needs: CredentialNeeds): Promise<string> {
  return (await factsFor(provider, needs)).label
}
