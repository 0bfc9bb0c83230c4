import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { errors, fail } from '../../shared/errors.ts'
import { isMissing, writeFailure } from './file-failure.ts'
import { isOwn } from './ownership.ts'

/**
 * Sets a file of the user's own to 0600, links followed. One that is gone is fine. Throws
 * `store-unreadable` for what is no file of the user's, and `store-write-failed`.
 */
export async function makePrivate(path: string): Promise<void> {
  try {
    const real = await realpath(path)
    // Opened and looked at once more, so that it is this file and not what took its place.
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
    const handle = await open(real, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    try {
      const stats = await handle.stat()
      if (!stats.isFile() || !isOwn(stats)) throw fail(errors.storeUnreadable(path, null))
      await handle.chmod(0o600)
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (isMissing(cause)) return
    throw writeFailure(path, cause)
  }
}
