import type { KeyringState } from '../../shared/domain/keyring.ts'
import { errors, fail } from '../../shared/errors.ts'
import type { Secret } from '../redaction/secret.ts'
import {
  credentialFilePath,
  listFileTokens,
  markFileToken,
  removeFileToken,
  saveFileToken,
} from './credential-file.ts'
import { dropWhenReplaced, openCurrentCopies } from './current-copy.ts'
import { openFingerprints } from './fingerprint.ts'
import type { CredentialNeeds } from './needs.ts'

/** Where an entry lies. */
export type StoredAt =
  { readonly store: 'keyring' } | { readonly store: 'file'; readonly path: string }

/** An entry with its token. */
export interface VaultEntry {
  readonly secret: Secret
  readonly store: StoredAt['store']
}

/**
 * Stores an entry (`<provider>:<name>`) in the keyring, or in `credentials.json` when there
 * definitely is no keyring or the user chose the file. Returns once it was read back. Throws
 * `keyring-locked`, `keyring-hung`, `keyring-failed`, `keyring-required`, `store-unreadable` or
 * `store-write-failed`; the entry that was there before then still is.
 */
export async function putEntry(
  name: string,
  secret: Secret,
  needs: CredentialNeeds,
): Promise<StoredAt> {
  const because = whyFile(await needs.keyring.probe(), needs)
  if (because !== null) {
    await saveFileToken({ name, secret, because }, needs)
    return { store: 'file', path: credentialFilePath(needs.paths) }
  }
  await announceToFile(name, secret, needs)
  await needs.keyring.set(name, secret)
  await dropFileCopy(name, needs)
  return { store: 'keyring' }
}

/**
 * Reads an entry, the keyring's before the file's unless that is the newer one; null when there is none. Throws as the keyring
 * does when it cannot be read, and `store-unreadable`: neither is "none".
 */
export async function getEntry(name: string, needs: CredentialNeeds): Promise<VaultEntry | null> {
  const secret = await needs.keyring.get(name)
  if (secret !== null && !(await isFileCurrent(name, secret, needs))) {
    return { secret, store: 'keyring' }
  }
  const entry = (await listFileTokens(needs)).find((one) => one.name === name)
  if (entry !== undefined) return { secret: entry.secret, store: 'file' }
  return secret === null ? null : { secret, store: 'keyring' }
}

/**
 * Takes an entry out of the file, then out of the keyring: the other way round, a kill in between
 * would bring an older copy of the file's back into force. Throws as `getEntry` and `putEntry` do.
 */
export async function dropEntry(name: string, needs: CredentialNeeds): Promise<void> {
  await removeFileToken(name, needs)
  await needs.keyring.delete(name)
}

async function isFileCurrent(
  name: string,
  secret: Secret,
  needs: CredentialNeeds,
): Promise<boolean> {
  const inKeyring = async (entry: string): Promise<Secret | null> =>
    entry === name ? secret : await needs.keyring.get(entry)
  return await (
    await openCurrentCopies(inKeyring, needs)
  )(name)
}

/** Names of all entries, wherever they lie. Throws as `getEntry` does. */
export async function listEntries(needs: CredentialNeeds): Promise<readonly string[]> {
  const [keyring, file] = await Promise.all([needs.keyring.list(), listFileTokens(needs)])
  return [...new Set([...keyring, ...file.map(({ name }) => name)])]
}

/** Null when the keyring it is. Throws when it should be the keyring but cannot be. */
function whyFile(
  state: KeyringState,
  { keyring }: CredentialNeeds,
): 'keyring-absent' | 'keyring-off' | null {
  switch (state) {
    case 'off':
      return 'keyring-off'
    case 'unlocked':
      return null
    case 'locked':
      throw fail(errors.keyringLocked())
    case 'hung':
      throw fail(errors.keyringHung())
    case 'absent':
      if (keyring.policy === 'required') throw fail(errors.keyringRequired())
      return 'keyring-absent'
  }
}

/**
 * Notes beside an older copy in the file what is going to replace it. When the program is killed
 * after the next step, the next start can tell that the file holds the old token and not one that
 * was saved while the keyring was away (`settle-tokens.ts`).
 */
async function announceToFile(name: string, secret: Secret, needs: CredentialNeeds): Promise<void> {
  const stored = await listFileTokens(needs).catch(() => [])
  const copy = stored.find((entry) => entry.name === name)
  // Its mark is not overwritten while it tells of a token that did arrive.
  if (copy === undefined || (await dropWhenReplaced(copy, needs))) return
  await markFileToken(name, (await openFingerprints(needs))(secret), needs)
}

/**
 * The older copy would come back to life when the keyring's is cleared elsewhere. The save has
 * already succeeded, so a copy that cannot be removed is told, not thrown.
 */
async function dropFileCopy(name: string, needs: CredentialNeeds): Promise<void> {
  try {
    await removeFileToken(name, needs)
  } catch {
    const path = credentialFilePath(needs.paths)
    needs.log.warn(`The older copy of ${name} in ${path} could not be removed.`)
  }
}
