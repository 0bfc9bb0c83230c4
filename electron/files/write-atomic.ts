import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { open, realpath, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { codeOf, isMissing, writeFailure } from './file-failure.ts'
import { isOwn } from './ownership.ts'
import { ensurePrivateFolder } from './private-folder.ts'
import type { ReadLimits } from './read-bounded.ts'
import { temporaryName } from './temporaries.ts'

/**
 * Replaces a file as a whole: at every instant the old content or the new one lies there, with
 * 0600 in a 0700 folder and never more. The order (exclusive temporary, sync, rename, sync of the
 * folder) is what survives a power cut. A link at the path is replaced, not followed. Another
 * tool's file (`shared`) is written where its user's link leads, in a folder of the user's own that keeps its mode.
 * Throws `store-write-failed`; then the old content is untouched.
 */
export async function writeAtomic(
  path: string,
  content: string | Buffer,
  trust: ReadLimits['trust'] = 'own',
): Promise<void> {
  const target = trust === 'own' ? path : await followLinks(path)
  const folder = dirname(target)
  if (trust === 'own' || !(await isOwnFolder(folder))) await ensurePrivateFolder(folder)
  const temporary = join(folder, temporaryName(basename(target), randomBytes(8).toString('hex')))
  try {
    await writeTemporary(temporary, content)
    await replace(temporary, target)
    await syncFolder(folder)
  } catch (cause) {
    // It may hold a token, so it must not stay; when even this fails the next sweep has it.
    await unlink(temporary).catch(() => undefined)
    throw writeFailure(path, cause)
  }
}

async function followLinks(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (cause) {
    if (isMissing(cause)) return path
    throw writeFailure(path, cause)
  }
}

/** Another tool's folder keeps its mode; one that is not there, or somebody else's, is looked at closely. */
async function isOwnFolder(path: string): Promise<boolean> {
  const folder = await stat(path).catch(() => null)
  return folder?.isDirectory() === true && isOwn(folder)
}

async function writeTemporary(path: string, content: string | Buffer): Promise<void> {
  const { O_CREAT, O_EXCL, O_WRONLY } = constants
  const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW
  const handle = await open(path, O_CREAT | O_EXCL | O_WRONLY | noFollow, 0o600)
  try {
    // A strange umask may have taken the owner's own bits.
    if (process.platform !== 'win32') await handle.chmod(0o600)
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** On Windows a virus scanner may hold the target for a moment (write-file-atomic#28). */
async function replace(from: string, to: string): Promise<void> {
  for (let tries = process.platform === 'win32' ? 20 : 1; ; tries -= 1) {
    try {
      await rename(from, to)
      return
    } catch (cause) {
      if (tries <= 1 || !['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(cause))) throw cause
      await wait(50)
    }
  }
}

/** Makes a rename or an unlink in this folder survive a power cut. Windows knows no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
