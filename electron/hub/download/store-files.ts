import { readHfEnvironment } from '../../hf-environment.ts'
import type { RepoFolder } from '../cache/layout.ts'
import { findFile } from '../cache/find-file.ts'
import { prepareFolder } from '../cache/prepare.ts'
import type { RepoPlace } from '../file-place.ts'
import type { HubNeeds } from '../needs.ts'
import { diskFailure, requireSpace } from './disk-failure.ts'
import { locateFile, type RemoteFile } from './locate-file.ts'
import { bytesInPartials } from './partial-name.ts'
import { throttle, type OnProgress } from './progress.ts'
import { storeFile } from './store-file.ts'

/** Files that come down at the same time. Their connections are shared out by `host-lanes.ts`. */
const mostAtOnce = 8

/** A file that is wanted, as it was listed. */
export interface WantedFile {
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Where it is, when it was asked already. */
  readonly remote?: RemoteFile
}

/** Wanted files of one commit. */
export interface StoreJob {
  readonly folder: RepoFolder
  /** `revision` is the commit. */
  readonly place: RepoPlace
  readonly files: readonly WantedFile[]
  readonly signal: AbortSignal
  readonly tell: OnProgress
}

/** What became of one wanted file. */
export interface StoredFile {
  readonly path: string
  readonly size: number
  /** It lay in the cache before. */
  readonly reused: boolean
}

/**
 * Brings files into the cache, several at a time, after making sure that all that is missing fits
 * on the disk. Progress is that of all together. When one fails the others stop; what arrived is
 * kept. Throws what `locateFile` and `storeFile` throw.
 */
export async function storeFiles(job: StoreJob, needs: HubNeeds): Promise<StoredFile[]> {
  const { folder, place, files } = job
  const { cache } = readHfEnvironment(needs.env, needs.paths.home)
  const stored: StoredFile[] = []
  const missing: WantedFile[] = []
  for (const file of files) {
    const found = await findFile({ ...place, path: file.path }, needs)
    if (found === null) missing.push(file)
    else stored.push({ path: file.path, size: found.size, reused: true })
  }
  if (missing.length > 0) {
    await diskFailure(cache, () => prepareFolder(cache, folder))
    // What an earlier attempt left takes up its share of the disk already.
    await requireSpace(folder.blobs, sizeOf(missing) - (await bytesInPartials(folder.blobs)))
  }
  return [...stored, ...(await fetchAll(job, missing, sizeOf(stored), needs))].sort(byPath)
}

async function fetchAll(
  { folder, place, signal, tell }: StoreJob,
  missing: readonly WantedFile[],
  present: number,
  needs: HubNeeds,
): Promise<StoredFile[]> {
  const report = throttle(present + sizeOf(missing), tell)
  const received = new Map<string, number>()
  const note = (path: string, bytes: number): void => {
    received.set(path, bytes)
    report(present + [...received.values()].reduce((sum, each) => sum + each, 0))
  }
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  const queue = [...missing]
  const stored: StoredFile[] = []
  const line = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      either.throwIfAborted()
      const { path } = file
      const at = { ...place, path }
      const remote = file.remote ?? (await locateFile(at, needs, either))
      const stake = { signal: either, report: (bytes: number): void => note(path, bytes) }
      await storeFile({ folder, place: at, remote }, stake, needs)
      note(path, remote.size)
      stored.push({ path, size: remote.size, reused: false })
    }
  }
  const failures: unknown[] = []
  const lines = Array.from({ length: Math.min(mostAtOnce, missing.length) }, () =>
    line().catch((cause: unknown) => {
      failures.push(cause)
      stop.abort()
    }),
  )
  await Promise.all(lines)
  if (failures.length > 0) throw failures[0]
  report(present + sizeOf(missing))
  return stored
}

function sizeOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

/** By code unit, as the Hub lists files, and not by the user's language. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : Number(a.path > b.path)
}
