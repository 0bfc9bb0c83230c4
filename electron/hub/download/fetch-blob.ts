import { rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { errors, fail } from '../../../shared/errors.ts'
import type { Flock } from '../../files/flock.ts'
import type { RepoFolder } from '../cache/layout.ts'
import { tryBlobLock } from '../cache/prepare.ts'
import type { FilePlace } from '../file-place.ts'
import { readLimits } from '../limits.ts'
import type { HubNeeds } from '../needs.ts'
import { diskFailure } from './disk-failure.ts'
import { joinFlight, type Stake } from './in-flight.ts'
import { locateFile, type RemoteFile } from './locate-file.ts'
import { claimPartial, sweepPartials } from './partial-name.ts'
import { transfer } from './transfer.ts'

/** A blob to be had. `place` says where to ask again when its address expires. */
export interface BlobJob {
  readonly folder: RepoFolder
  readonly place: FilePlace
  readonly remote: RemoteFile
}

/**
 * Makes sure that `blobs/<etag>` is there, whole and proven, and tells whether it was made just now.
 * The same blob is fetched once however many ask for it, in this process and in others. Throws what
 * `transfer` throws, `checksum-mismatch` (nothing is kept then) or `download-cancelled`.
 */
export async function fetchBlob(
  job: BlobJob,
  stake: Stake,
  needs: HubNeeds,
): Promise<{ readonly path: string; readonly fresh: boolean }> {
  const { folder, remote } = job
  const path = join(folder.blobs, remote.etag)
  if (await isThere(path, remote.size)) return { path, fresh: false }
  await joinFlight(path, stake, async (shared) => {
    await fetchOrWait(job, path, shared, needs)
  })
  return { path, fresh: true }
}

async function fetchOrWait(
  job: BlobJob,
  path: string,
  stake: Stake,
  needs: HubNeeds,
): Promise<void> {
  const { folder, remote } = job
  const { watchMs } = readLimits(needs.env, needs.limits)
  for (;;) {
    // In this order: an owner that finishes in between has renamed its file before we look.
    const claim = await claimPartial(folder.blobs, remote.etag)
    if (await isThere(path, remote.size)) {
      if (claim.kind === 'mine') await rm(claim.path, { force: true })
      return
    }
    if (claim.kind === 'theirs') {
      stake.report(Math.min(claim.receivedBytes, remote.size))
    } else {
      const lock = await tryBlobLock(folder, remote.etag)
      if (lock !== null) {
        await fetchLocked(lock, claim.path, path, job, stake, needs)
        return
      }
    }
    await pause(watchMs, undefined, { signal: stake.signal })
  }
}

/** Another tool may have finished the blob while its lock was waited for. */
async function fetchLocked(
  lock: Flock,
  partial: string,
  path: string,
  job: BlobJob,
  stake: Stake,
  needs: HubNeeds,
): Promise<void> {
  try {
    if (await isThere(path, job.remote.size)) await rm(partial, { force: true })
    else await fetchInto(partial, path, job, stake, needs)
  } finally {
    await lock.release()
  }
}

async function fetchInto(
  partial: string,
  path: string,
  { folder, place, remote }: BlobJob,
  { signal, report }: Stake,
  needs: HubNeeds,
): Promise<void> {
  const locate = (): Promise<RemoteFile> => locateFile(place, needs, signal)
  const name = place.path
  const job = { path: partial, folder: folder.blobs, remote, name, locate, signal, report }
  let outcome = await transfer(job, needs)
  if (outcome === 'stale') {
    await rm(partial, { force: true })
    needs.log.warn(`What an earlier attempt left of ${place.path} was damaged; starting over.`)
    outcome = await transfer(job, needs)
  }
  if (outcome !== 'whole') {
    await rm(partial, { force: true })
    throw fail(errors.checksumMismatch(place.path))
  }
  await diskFailure(folder.blobs, () => rename(partial, path))
  await sweepPartials(folder.blobs, remote.etag)
}

async function isThere(path: string, size: number): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isFile() && found.size === size,
    () => false,
  )
}
