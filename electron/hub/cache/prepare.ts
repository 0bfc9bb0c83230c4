import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tryFlock, type Flock } from '../../files/flock.ts'
import type { RepoFolder } from './layout.ts'

/** Backup programs skip a folder with this file (https://bford.info/cachedir/). */
const tag = [
  'Signature: 8a477f597d28d172789f06886806bc55',
  '# This file is a cache directory tag created by Hubkey.',
  '# For information about cache directory tags, see https://bford.info/cachedir/',
  '',
].join('\n')

/**
 * Makes the folders a download needs. `refs` and `snapshots` are made at once, because both
 * official cache scanners call a model folder without them corrupt.
 */
export async function prepareFolder(cache: string, folder: RepoFolder): Promise<void> {
  for (const path of [folder.blobs, folder.refs, folder.snapshots, folder.locks]) {
    await mkdir(path, { recursive: true })
  }
  await writeFile(join(cache, 'CACHEDIR.TAG'), tag, { flag: 'wx' }).catch(() => undefined)
}

/**
 * Takes the lock under which huggingface_hub fetches this blob, so that only one of all tools does.
 * Null while another holds it. A blob is written aside and renamed whatever becomes of the lock, so
 * where locking is not to be had (Windows, some network disks) two tools cost bandwidth and no more.
 */
export async function tryBlobLock(folder: RepoFolder, etag: string): Promise<Flock | null> {
  const unheld: Flock = { held: false, release: () => Promise.resolve() }
  return await tryFlock(join(folder.locks, `${etag}.lock`)).catch(() => unheld)
}
