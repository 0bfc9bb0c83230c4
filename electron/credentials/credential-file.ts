import { dirname, join } from 'node:path'
import { z } from 'zod'
import { AppFailure, errors, type AppError } from '../../shared/errors.ts'
import { readJson, updateJson, type JsonFile } from '../files/json-file.ts'
import { findSetAside } from '../files/set-aside.ts'
import { sweepTemporaries } from '../files/temporaries.ts'
import type { Paths } from '../ports.ts'
import type { Secret } from '../redaction/secret.ts'
import type { Place } from './found.ts'
import type { FindEntry } from './keyring-source.ts'
import type { CredentialNeeds } from './needs.ts'

/** Unknown keys are kept, so that an older Hubkey does not drop what a newer one noted. */
const EntrySchema = z.looseObject({
  token: z
    .string()
    .min(1)
    .max(64 * 1024),
  /** ISO 8601. */
  savedAt: z.string(),
  /** Why it is in a file: there was no keyring, or the user wanted the file. */
  because: z.enum(['keyring-absent', 'keyring-off']).optional(),
  /** Fingerprint of the token that is about to take its place in the keyring; see `vault.ts`. */
  replacedBy: z.string().max(64).optional(),
})
const StoreSchema = z.looseObject({
  version: z.literal(1),
  /** By `<provider>:<account>`. */
  tokens: z.record(z.string(), EntrySchema),
})
type Store = z.infer<typeof StoreSchema>
export type FileEntry = z.infer<typeof EntrySchema>

type FileNeeds = Pick<CredentialNeeds, 'paths' | 'redactor' | 'clock' | 'log'>

/** Path of the store that is used where there is no keyring. */
export function credentialFilePath(paths: Pick<Paths, 'config'>): string {
  return join(paths.config, 'credentials.json')
}

function storeIn(paths: Pick<Paths, 'config'>): JsonFile<Store> {
  return {
    path: credentialFilePath(paths),
    schema: StoreSchema,
    version: 1,
    empty: { version: 1, tokens: {} },
    maxBytes: 1024 * 1024,
  }
}

/** Reads the file's tokens, with its path and permission bits. Never throws. */
export async function readFileTokens({
  paths,
  redactor,
}: Pick<FileNeeds, 'paths' | 'redactor'>): Promise<FindEntry> {
  const path = credentialFilePath(paths)
  const place: Place = { kind: 'file', path, ...(await noticeOf(path)) }
  try {
    const content = await readJson(storeIn(paths))
    if (content === null) return () => ({ state: 'absent', place })
    // Guarded at once, all of them: whatever was read may not be printed any more.
    const secrets = new Map(
      Object.entries(content.value.tokens).map(([entry, { token }]) => [
        entry,
        redactor.guard(token),
      ]),
    )
    const here = content.mode === undefined ? place : { ...place, mode: content.mode }
    return (name) => {
      const secret = name === null ? undefined : secrets.get(name)
      return secret === undefined
        ? { state: 'absent', place: here }
        : { state: 'present', secret, place: here }
    }
  } catch (cause) {
    return () => ({ state: 'unreadable', error: errorOf(cause, path), place })
  }
}

/** Puts a token under its name. Throws `store-unreadable` or `store-write-failed`; then nothing changed. */
export async function saveFileToken(
  entry: { readonly name: string; readonly secret: Secret; readonly because: FileEntry['because'] },
  { paths, clock, log }: FileNeeds,
): Promise<void> {
  const made: FileEntry = {
    token: entry.secret.reveal(),
    savedAt: clock.now().toISOString(),
    because: entry.because,
  }
  await updateJson(
    storeIn(paths),
    (store) => ({ ...store, tokens: { ...store.tokens, [entry.name]: made } }),
    { clock, log },
  )
}

/** One token of the file, as `settleTokens` sees it. */
export interface StoredEntry {
  readonly name: string
  readonly secret: Secret
  readonly because: FileEntry['because']
  readonly replacedBy: string | undefined
}

/** Everything in the file. Throws `store-unreadable`. */
export async function listFileTokens({
  paths,
  redactor,
}: Pick<FileNeeds, 'paths' | 'redactor'>): Promise<readonly StoredEntry[]> {
  const content = await readJson(storeIn(paths))
  return Object.entries(content?.value.tokens ?? {}).map(([name, entry]) => ({
    name,
    secret: redactor.guard(entry.token),
    because: entry.because,
    replacedBy: entry.replacedBy,
  }))
}

/** Notes which token is about to replace this one elsewhere. Throws as `saveFileToken` does. */
export async function markFileToken(
  name: string,
  replacedBy: string,
  { paths, clock, log }: FileNeeds,
): Promise<void> {
  const change = (store: Store): Store | null => {
    const entry = store.tokens[name]
    if (entry === undefined) return null
    return { ...store, tokens: { ...store.tokens, [name]: { ...entry, replacedBy } } }
  }
  await updateJson(storeIn(paths), change, { clock, log })
}

/**
 * Takes the token of this name out, and what killed writers left of it. With `only`, another token
 * that has come there in the meantime stays. Throws as `saveFileToken` does.
 */
export async function removeFileToken(
  name: string,
  { paths, clock, log }: FileNeeds,
  only?: Secret,
): Promise<void> {
  const file = storeIn(paths)
  await sweepTemporaries(dirname(file.path))
  // Looked at first, so that clearing where nothing lies writes nothing, not even a lock.
  if ((await readJson(file))?.value.tokens[name] === undefined) return
  const change = (store: Store): Store | null => {
    const { [name]: gone, ...tokens } = store.tokens
    if (gone === undefined || (only !== undefined && gone.token !== only.reveal())) return null
    return { ...store, tokens }
  }
  await updateJson(file, change, { clock, log })
}

/** A store that was set aside may hold tokens, so it is mentioned for as long as it lies there. */
async function noticeOf(path: string): Promise<Pick<Place, 'notice'>> {
  const aside = (await findSetAside(path)).at(-1)
  return aside === undefined ? {} : { notice: errors.storeUnreadable(path, aside).message }
}

function errorOf(cause: unknown, path: string): AppError {
  return cause instanceof AppFailure ? cause.error : errors.storeUnreadable(path, null)
}
