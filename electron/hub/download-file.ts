import { readHfEnvironment } from '../hf-environment.ts'
import { findFile } from './cache/find-file.ts'
import { repoFolder } from './cache/layout.ts'
import { locateFile } from './download/locate-file.ts'
import { throttle, type OnProgress } from './download/progress.ts'
import { noteRef, storeFile } from './download/store-file.ts'
import { untilCancelled } from './download/until-cancelled.ts'
import { acceptPath, acceptRepo, acceptRevision } from './input.ts'
import type { HubNeeds } from './needs.ts'
import { refuseOffline } from './access/refuse-offline.ts'

/** One file to bring into the shared cache. */
export interface FileRequest {
  readonly repo: string
  /** The commit that was inspected, so that every file comes from the same one. */
  readonly commit: string
  /** The branch or tag it was asked for by; it is noted in the cache once the file is there. */
  readonly revision: string
  readonly path: string
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
}

/**
 * Brings one file into the shared Hugging Face cache and returns its absolute path there. A file
 * that lies there already is not asked for again. Goes on where an earlier attempt was cut.
 *
 * Throws before a byte: the verdict (`accessDenied`), `file-missing`, `revision-missing`,
 * `hub-rate-limited`, `disk-full`, why the Hub cannot be reached. Later: `download-interrupted`
 * and `download-cancelled` (what arrived is kept), `disk-full`, `store-write-failed`,
 * `checksum-mismatch` (nothing is kept).
 */
export async function downloadFile(
  request: FileRequest,
  needs: HubNeeds,
): Promise<{ file: string }> {
  const repo = acceptRepo(request.repo)
  const revision = acceptRevision(request.revision)
  const commit = acceptRevision(request.commit)
  const path = acceptPath(request.path)
  const hub = readHfEnvironment(needs.env, needs.paths.home)
  const folder = repoFolder(hub.cache, repo)
  return await untilCancelled(request.signal, async (signal) => {
    const place = { repo, revision: commit, path }
    const cached = await findFile(place, needs)
    if (cached !== null) {
      request.onProgress?.({ receivedBytes: cached.size, totalBytes: cached.size })
      await noteRef(folder, { revision, commit }, needs)
      return { file: cached.file }
    }
    refuseOffline(hub, repo)
    const remote = await locateFile(place, needs, signal)
    const report = throttle(remote.size, request.onProgress ?? (() => undefined))
    const file = await storeFile({ folder, place, remote }, { signal, report }, needs)
    report(remote.size)
    await noteRef(folder, { revision, commit: remote.commit }, needs)
    return { file }
  })
}
