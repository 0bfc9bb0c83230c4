import { linkSnapshot } from '../cache/link-snapshot.ts'
import { snapshotPath, type RepoFolder } from '../cache/layout.ts'
import { prepareFolder } from '../cache/prepare.ts'
import { writeRef } from '../cache/refs.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import type { FilePlace } from '../file-place.ts'
import type { HubNeeds } from '../needs.ts'
import { diskFailure } from './disk-failure.ts'
import { fetchBlob } from './fetch-blob.ts'
import type { Stake } from './in-flight.ts'
import type { RemoteFile } from './locate-file.ts'

/**
 * Brings one located file into the cache and under its name in the snapshot: blob first, then the
 * link. The ref is not written here: it comes last, after every file it promises.
 */
export async function storeFile(
  job: { readonly folder: RepoFolder; readonly place: FilePlace; readonly remote: RemoteFile },
  stake: Stake,
  needs: HubNeeds,
): Promise<string> {
  const { folder, place, remote } = job
  const { cache } = readHfEnvironment(needs.env, needs.paths.home)
  const snapshot = snapshotPath(folder, remote.commit, place.path)
  await diskFailure(cache, () => prepareFolder(cache, folder))
  const blob = await fetchBlob(job, stake, needs)
  await diskFailure(cache, () =>
    linkSnapshot(blob.path, snapshot, { env: needs.env, freshBlob: blob.fresh }),
  )
  return snapshot
}

/**
 * Notes where the revision stands. A failure is only told to the log: the file is there, and a cache
 * that cannot be written to (a shared, read-only one) still serves.
 */
export async function noteRef(
  folder: RepoFolder,
  { revision, commit }: { readonly revision: string; readonly commit: string },
  { log }: HubNeeds,
): Promise<void> {
  try {
    await writeRef(folder, revision, commit)
  } catch {
    log.warn(`The cache could not note where ${revision} stands.`)
  }
}
