import { statfs } from 'node:fs/promises'
import { errors, fail } from '../../../shared/errors.ts'
import { codeOf, writeFailure } from '../../files/file-failure.ts'

/** Runs work on the disk. Throws `disk-full` or `store-write-failed` for `folder`, our words only. */
export async function diskFailure<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(cause))) throw fail(errors.diskFull(folder))
    throw codeOf(cause) === '' ? cause : writeFailure(folder, cause)
  }
}

/** Refuses early when the disk cannot hold what is still to come, in bytes. Throws `disk-full`. */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const disk = await statfs(folder).catch(() => null)
  // Some network file systems tell nothing (zero blocks): the write itself will tell then.
  if (disk === null || disk.blocks === 0) return
  const free = disk.bavail * disk.bsize
  if (free < bytes) throw fail(errors.diskTooSmall(folder, bytes, free))
}
