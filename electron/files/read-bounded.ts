import { constants } from 'node:fs'
import { lstat, open, stat, type FileHandle } from 'node:fs/promises'
import { errors, fail } from '../../shared/errors.ts'
import { isMissing } from './file-failure.ts'
import { isOwn, modeOf } from './ownership.ts'

/** How much to trust the place. */
export interface ReadLimits {
  /** Most bytes; a longer file is refused unread. */
  readonly maxBytes: number
  /**
   * `own`: our file, so a link or a foreign owner is refused. `shared`: another tool's file, which
   * its user may well have linked or mounted from elsewhere.
   */
  readonly trust: 'own' | 'shared'
}

/** A file's text and its permission bits such as `0600` (undefined on Windows). */
export interface ReadFile {
  readonly text: string
  readonly mode: string | undefined
}

/**
 * Reads a small regular file, or null when there is none. Never waits on a FIFO and never reads a
 * folder, a device or more than the limit: those throw `store-unreadable`, as does a refusal.
 */
export async function readBounded(path: string, limits: ReadLimits): Promise<ReadFile | null> {
  try {
    // Looked at before it is opened, because opening alone can act on a device.
    const before = limits.trust === 'own' ? await lstat(path) : await stat(path)
    if (!before.isFile()) throw new Error('not a regular file')
    const handle = await open(path, openFlags(limits.trust))
    try {
      return await readHandle(handle, limits)
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (isMissing(cause)) return null
    throw fail(errors.storeUnreadable(path, null))
  }
}

/** O_NONBLOCK keeps a FIFO that was slipped in after the look from blocking the open. */
function openFlags(trust: ReadLimits['trust']): number {
  if (process.platform === 'win32') return constants.O_RDONLY
  const follow = trust === 'own' ? constants.O_NOFOLLOW : 0
  return constants.O_RDONLY | constants.O_NONBLOCK | follow
}

async function readHandle(handle: FileHandle, limits: ReadLimits): Promise<ReadFile> {
  const stats = await handle.stat()
  if (!stats.isFile() || stats.size > limits.maxBytes) throw new Error('not a small file')
  if (limits.trust === 'own' && !isOwn(stats)) throw new Error("another user's file")
  // One byte more than it has, to notice that it is growing.
  const bytes = Buffer.alloc(stats.size + 1)
  let length = 0
  while (length < bytes.length) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  if (length > stats.size) throw new Error('it is being written')
  return { text: bytes.toString('utf8', 0, length), mode: modeOf(stats) }
}
