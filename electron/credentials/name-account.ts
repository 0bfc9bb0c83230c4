import { AccountNameSchema } from '../../shared/domain/account.ts'
import { errors, fail } from '../../shared/errors.ts'
import { defaultAccount, entryName } from './account.ts'
import { openBook } from './account-book.ts'
import { factsFor } from './facts.ts'
import { openFingerprints } from './fingerprint.ts'
import { isLogIn } from './log-in.ts'
import type { CredentialNeeds } from './needs.ts'
import type { SaveTokenInput } from './save-token.ts'
import { getEntry } from './vault.ts'
import { readVerifications } from './verifications.ts'

/**
 * Names the account of a token that comes without a name: where this very token lies already, else
 * `default`, else, when that is known to be somebody else's, the user's name at the provider. Throws
 * as the vault does.
 */
export async function nameAccount(
  { provider, secret, verification }: SaveTokenInput,
  needs: CredentialNeeds,
): Promise<string> {
  // A list that is beyond reading is set aside by the save that follows.
  const book = await openBook(needs).catch(() => null)
  const fingerprintOf = await openFingerprints(needs)
  const fingerprint = fingerprintOf(secret)
  const accounts = Object.entries(book?.(provider).accounts ?? {})
  const same = accounts.find(([, record]) => record.fingerprint === fingerprint)
  if (same !== undefined) return same[0]
  const username = AccountNameSchema.safeParse(verification.identity?.username)
  if (!username.success) return defaultAccount
  const holder = await getEntry(entryName(provider, defaultAccount), needs)
  if (holder === null) return defaultAccount
  const standingOf = await readVerifications(needs)
  const known = standingOf({ provider, fingerprint: fingerprintOf(holder.secret) })?.identity
  if (known == null || known.username === username.data) return defaultAccount
  return username.data
}

interface NameLogInInput extends Pick<SaveTokenInput, 'provider' | 'verification'> {
  /** The log-in whose place it is to take, unless that is known to be somebody else's. */
  readonly wanted?: string | undefined
}

/**
 * Names the account of a log-in that comes without a name: one of the same person's log-ins, else a
 * free name. A pasted token never gives way to it. Throws `account-exists`, and as the vault does.
 */
export async function nameLogIn(
  { provider, verification, wanted }: NameLogInInput,
  needs: CredentialNeeds,
): Promise<string> {
  const username = verification.identity?.username ?? null
  const own = AccountNameSchema.safeParse(username)
  const others = own.success ? [own.data, `${own.data}-browser`] : ['browser']
  const names = [...(wanted === undefined ? [] : [wanted]), defaultAccount, ...others]
  const standingOf = await readVerifications(needs)
  const fingerprintOf = await openFingerprints(needs)
  for (const name of names) {
    const holder = await getEntry(entryName(provider, name), needs)
    if (holder === null) return name
    if (!(await isLogIn(provider, name, needs))) continue
    const known = standingOf({ provider, fingerprint: fingerprintOf(holder.secret) })
    const holderName = known?.identity?.username
    // One that the Hub refuses is worth nothing any more, and does not tell whose it was.
    if (known?.state === 'rejected') return name
    if (name === wanted && (holderName === undefined || username === null)) return name
    if (holderName === username) return name
  }
  throw fail(errors.accountExists((await factsFor(provider, needs)).label, names.at(-1) ?? ''))
}
