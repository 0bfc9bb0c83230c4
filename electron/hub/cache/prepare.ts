import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
 * Leaves the lock file where huggingface_hub looks for it, group-writable as there. Node offers no
 * `flock`, so Hubkey cannot hold it. It does not need to for safety: like huggingface_hub since
 * 1.29 every process writes to a file of its own and renames it, so an unheld lock can cost
 * bandwidth but never a corrupt blob. Among Hubkey's own processes `partial.ts` keeps the order.
 */
export async function touchLock(folder: RepoFolder, etag: string): Promise<void> {
  const handle = await open(join(folder.locks, `${etag}.lock`), 'a', 0o664).catch(() => null)
  await handle?.close()
}
