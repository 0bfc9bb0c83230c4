import { unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isMissing, writeFailure } from './file-failure.ts'
import { syncFolder } from './write-atomic.ts'

/** Removes a file, so that it stays gone after a power cut. None is fine. Throws `store-write-failed`. */
export async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path)
    await syncFolder(dirname(path))
  } catch (cause) {
    if (!isMissing(cause)) throw writeFailure(path, cause)
  }
}
