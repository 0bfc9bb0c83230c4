import type { HubNeeds } from '../needs.ts'
import { startBlobHash } from './blob-hash.ts'
import { Crew } from './crew.ts'
import { diskFailure, requireSpace } from './disk-failure.ts'
import type { RemoteFile } from './locate-file.ts'
import { PartialFile } from './partial-file.ts'

/** Brings one file down into `path`. */
export interface Transfer {
  readonly path: string
  readonly folder: string
  readonly remote: RemoteFile
  /** The file's name, for messages. */
  readonly name: string
  /** Asks the Hub again where the file is. */
  readonly locate: () => Promise<RemoteFile>
  readonly signal: AbortSignal
  readonly report: (receivedBytes: number) => void
}

/**
 * The file at `path` is whole, or it is proven damaged and must go. `stale`: part of it was there
 * before, so the damage may be that part's (a power cut), and a fresh start may help.
 */
export type Transferred = 'whole' | 'stale' | 'damaged'

/**
 * Fetches until the file is whole, over several connections, through lost ones, silence and expired
 * addresses, going on where it stopped. All bytes are hashed as they lie on the disk, while the rest
 * comes down. Gives up when several attempts in a row brought nothing. Throws `download-interrupted`
 * or the last attempt's own reason, `hub-rate-limited`, `file-changed`, `disk-full`,
 * `store-write-failed`, and what `locate` throws; what arrived stays in `path`.
 */
export async function transfer(job: Transfer, needs: HubNeeds): Promise<Transferred> {
  const { path, folder, remote } = job
  const { etag, size } = remote
  const partial = await diskFailure(folder, () => PartialFile.open(path, size))
  try {
    const kept = partial.received
    await requireSpace(folder, size - kept)
    const digest = await fetchAndHash(job, partial, needs)
    if (digest !== etag) return kept > 0 ? 'stale' : 'damaged'
    await diskFailure(folder, () => partial.finish())
    return 'whole'
  } finally {
    await partial.close()
  }
}

async function fetchAndHash(job: Transfer, partial: PartialFile, needs: HubNeeds): Promise<string> {
  const { path, folder, remote, signal, report } = job
  let hash = startBlobHash({ path, ...remote })
  let beginnings = partial.beginnings
  const onBytes = (): void => {
    report(partial.received)
    // What was hashed before it was begun anew counts no more.
    if (partial.beginnings !== beginnings) {
      beginnings = partial.beginnings
      hash.close()
      hash = startBlobHash({ path, ...remote })
    }
    hash.advance(partial.front)
  }
  try {
    onBytes()
    await new Crew({ ...job, partial, onBytes }, needs).run()
    return await diskFailure(folder, () => hash.digest(signal))
  } finally {
    hash.close()
  }
}
