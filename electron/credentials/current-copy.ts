import type { Secret } from '../redaction/secret.ts'
import { ownerOfRefresh, readEntryName } from './account.ts'
import { openBook, recordOf } from './account-book.ts'
import { listFileTokens, removeFileToken, type StoredEntry } from './credential-file.ts'
import { openFingerprints } from './fingerprint.ts'
import type { CredentialNeeds } from './needs.ts'

/** What the keyring gives for an entry; null for nothing. */
type AskKeyring = (name: string) => Secret | null | Promise<Secret | null>

/**
 * Says, for an entry that both the keyring and `credentials.json` hold, whether the file's copy is
 * the one that counts. So it is when a token was saved while the keyring was away and the keyring,
 * back again, still holds the one from before: the account list then names the file's. Where the list
 * names neither, or a save into the keyring was cut short before it took the file's copy away, the
 * keyring's counts. A refresh token goes with its account's token. Throws
 * only as `fromKeyring` does.
 */
export async function openCurrentCopies(
  fromKeyring: AskKeyring,
  needs: CredentialNeeds,
): Promise<(name: string) => Promise<boolean>> {
  const stored = await listFileTokens(needs).catch(() => [])
  // Nothing in the file is the rule, and costs no more than having looked.
  if (stored.length === 0) return () => Promise.resolve(false)
  const tell = await openTeller(needs)
  return async (name) => {
    const inFile = stored.find((entry) => entry.name === (ownerOfRefresh(name) ?? name))
    const inKeyring = inFile === undefined ? null : await fromKeyring(inFile.name)
    return inFile !== undefined && inKeyring !== null && tell(inFile, inKeyring) === 'file'
  }
}

/**
 * Takes an entry out of the file when the keyring's is known to be the newer one: a save had come
 * that far. Says whether it did. Throws as the keyring does, and `store-write-failed`.
 */
export async function dropWhenReplaced(
  entry: StoredEntry,
  needs: CredentialNeeds,
): Promise<boolean> {
  const inKeyring = await needs.keyring.get(entry.name)
  if (inKeyring === null || (await openTeller(needs))(entry, inKeyring) !== 'keyring') return false
  await removeFileToken(entry.name, needs, entry.secret)
  return true
}

/** Tells which of two copies is the one of now, where anything says so. */
async function openTeller(
  needs: CredentialNeeds,
): Promise<(inFile: StoredEntry, inKeyring: Secret) => 'keyring' | 'file' | 'unknown'> {
  const bookOf = await openBook(needs).catch(() => null)
  const fingerprintOf = await openFingerprints(needs)
  return ({ name, secret, replacedBy }, inKeyring) => {
    const [file, keyring] = [fingerprintOf(secret), fingerprintOf(inKeyring)]
    if (replacedBy === keyring) return 'keyring'
    const entry = readEntryName(name)
    const book = entry === null ? undefined : bookOf?.(entry.provider)
    const now = book === undefined || entry === null ? undefined : recordOf(book, entry.account)
    if (now === undefined || file === keyring) return 'unknown'
    if (now.fingerprint === file) return 'file'
    return now.fingerprint === keyring ? 'keyring' : 'unknown'
  }
}
