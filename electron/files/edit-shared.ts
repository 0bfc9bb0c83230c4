import { randomBytes } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { lstat, open, realpath, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { errors, fail } from '../../shared/errors.ts'
import { isMissing, writeFailure } from './file-failure.ts'
import { isOwn } from './ownership.ts'
import { readBounded } from './read-bounded.ts'
import { sweepTemporaries, temporaryName } from './temporaries.ts'
import { syncFolder } from './write-atomic.ts'

/** Another tool's file as it was read, and what is needed to change it without surprises. */
export interface SharedFile {
  /** Where it really lies, links followed. */
  readonly path: string
  readonly text: string
  readonly mode: string | undefined
  /** Why it must not be rewritten, as one sentence; null when it may. */
  readonly fixed: string | null
  /** What `replaceShared` compares, to notice another program's change. */
  readonly stats: Stats
}

/**
 * Reads another tool's small file; null when there is none. Throws `store-unreadable` as
 * `readBounded` does.
 */
export async function readShared(path: string, maxBytes: number): Promise<SharedFile | null> {
  const real = await follow(path)
  if (real === null) return null
  // A killed change of ours left the rest of the file's secrets in a temporary.
  await sweepTemporaries(dirname(real))
  const before = await lstat(real).catch(() => null)
  const file = await readBounded(real, { maxBytes, trust: 'shared' })
  if (file === null || before === null) return null
  return {
    path: real,
    text: file.text,
    mode: file.mode,
    fixed: whyFixed(before, file.text),
    stats: before,
  }
}

/**
 * Replaces the file as a whole, or removes it when the text is null: at every instant the old
 * content or the new one lies there, with the permission bits it had. Unlike `writeAtomic` it
 * leaves the folder's own bits alone, for the folder may be the user's home. Throws
 * `store-write-failed`, also when the file was changed since it was read; then nothing changed.
 */
export async function replaceShared(file: SharedFile, text: string | null): Promise<void> {
  const folder = dirname(file.path)
  const random = randomBytes(8).toString('hex')
  const temporary = join(folder, temporaryName(basename(file.path), random))
  try {
    if (file.fixed !== null) throw fail(errors.storeWriteFailed(file.path, file.fixed))
    if (text !== null) await writeTemporary(temporary, text, file.stats.mode & 0o777)
    await refuseWhenChanged(file)
    if (text === null) await unlink(file.path)
    else await rename(temporary, file.path)
    await syncFolder(folder)
  } catch (cause) {
    await unlink(temporary).catch(() => undefined)
    throw writeFailure(file.path, cause)
  }
}

async function follow(path: string): Promise<string | null> {
  try {
    return await realpath(path)
  } catch (cause) {
    if (isMissing(cause)) return null
    throw fail(errors.storeUnreadable(path, null))
  }
}

function whyFixed(stats: Stats, text: string): string | null {
  if (!isOwn(stats)) return 'it belongs to another user'
  if (stats.nlink > 1) return 'it has a second name (a hard link), under which it would stay'
  // What is no UTF-8 reads as this and would not be written back as it was.
  return text.includes('\ufffd') ? 'it holds bytes that are no UTF-8' : null
}

async function writeTemporary(path: string, text: string, mode: number): Promise<void> {
  const { O_CREAT, O_EXCL, O_WRONLY } = constants
  const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW
  const handle = await open(path, O_CREAT | O_EXCL | O_WRONLY | noFollow, 0o600)
  try {
    await handle.writeFile(text)
    if (process.platform !== 'win32') await handle.chmod(mode)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The tool itself may have written since: its word counts, and the user may try again. */
async function refuseWhenChanged({ path, stats }: SharedFile): Promise<void> {
  const now = await lstat(path)
  const same = (['dev', 'ino', 'size', 'mtimeMs', 'ctimeMs'] as const).every(
    (field) => now[field] === stats[field],
  )
  if (!same) throw fail(errors.storeWriteFailed(path, 'another program has just changed it'))
}
