import { chmod, lstat, mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errors, fail } from '../../shared/errors.ts'
import { codeOf, writeFailure } from './file-failure.ts'
import { isOwn } from './ownership.ts'

/**
 * Makes sure of a folder that only this user may enter: created with 0700 whatever the umask, an
 * existing one tightened to 0700. A link to a folder is fine when the user owns both (dotfile
 * managers do that). Throws `store-write-failed`, also when the folder belongs to someone else.
 */
export async function ensurePrivateFolder(path: string): Promise<void> {
  try {
    await create(path)
    const [place, folder] = [await lstat(path), await stat(path)]
    if (!folder.isDirectory()) {
      throw fail(errors.storeWriteFailed(path, 'something else is in its place'))
    }
    // Also keeps `sudo hubkey` from leaving root's files in a user's home.
    if (!isOwn(place) || !isOwn(folder)) {
      throw fail(errors.storeWriteFailed(path, 'the folder belongs to another user'))
    }
    if (process.platform !== 'win32' && (folder.mode & 0o777) !== 0o700) await chmod(path, 0o700)
  } catch (cause) {
    throw writeFailure(path, cause)
  }
}

/** Level by level, because under a strange umask a new folder could not be entered to make the next. */
async function create(path: string, parentMade = false): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
    if (process.platform !== 'win32') await chmod(path, 0o700)
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return
    // Some places, /proc for one, answer so although the folder above is there.
    if (codeOf(cause) !== 'ENOENT' || parentMade || dirname(path) === path) throw cause
    await create(dirname(path))
    await create(path, true)
  }
}
