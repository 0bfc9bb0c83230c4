import { AppFailure } from '../../shared/errors.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { refuseOffline } from './access/refuse-offline.ts'
import { findFile } from './cache/find-file.ts'
import { repoFolder, snapshotPath } from './cache/layout.ts'
import { readRef } from './cache/refs.ts'
import { locateFile, type RemoteFile } from './download/locate-file.ts'
import type { OnProgress } from './download/progress.ts'
import { noteRef } from './download/store-file.ts'
import { storeFiles, type WantedFile } from './download/store-files.ts'
import { untilCancelled } from './download/until-cancelled.ts'
import { acceptPath, acceptRepo, acceptRevision, isCommit } from './input.ts'
import { partsOf } from './model/gguf-name.ts'
import type { HubNeeds } from './needs.ts'

/** A launchable file to bring into the shared cache, with all parts it is split into. */
export interface ModelRequest {
  readonly repo: string
  readonly revision: string
  /** Path in the repository: a single GGUF file, or the first part of a split one. */
  readonly file: string
  readonly signal?: AbortSignal | undefined
  /** Of all parts together. */
  readonly onProgress?: OnProgress | undefined
}

/** A model on this machine. */
export interface DownloadedModel {
  readonly repo: string
  readonly commit: string
  /** Path in the repository, as it was asked for. */
  readonly file: string
  /** Absolute path of that file in the cache: what an engine is pointed at. */
  readonly modelPath: string
}

/**
 * Brings a model into the shared cache, all parts from one commit. When the Hub cannot be asked or
 * says no, a copy that is already whole in the cache is used, as huggingface_hub does. Throws what
 * `downloadFile` throws.
 */
export async function downloadModel(
  request: ModelRequest,
  needs: HubNeeds,
): Promise<DownloadedModel> {
  const model = {
    repo: acceptRepo(request.repo),
    revision: acceptRevision(request.revision),
    file: acceptPath(request.file),
  }
  const hub = readHfEnvironment(needs.env, needs.paths.home)
  const tell = request.onProgress ?? (() => undefined)
  return await untilCancelled(request.signal, async (signal) => {
    if (hub.offline || isCommit(model.revision)) {
      const cached = await useCached(model, tell, needs)
      if (cached !== null) return cached
      refuseOffline(hub, model.repo)
    }
    try {
      const place = { repo: model.repo, revision: model.revision, path: model.file }
      const first = await locateFile(place, needs, signal)
      return await fetchParts(model, { first, signal, tell }, needs)
    } catch (cause) {
      const cached = mayUseCached(cause, signal) ? await useCached(model, tell, needs) : null
      if (cached === null) throw cause
      needs.log.warn(`The Hub could not be asked about ${model.repo}; the cached copy is used.`)
      return cached
    }
  })
}

type Model = Pick<ModelRequest, 'repo' | 'revision' | 'file'>

/** What the Hub says is gone is gone; any other failure leaves the cached copy as good as before. */
function mayUseCached(cause: unknown, signal: AbortSignal): boolean {
  return (
    !signal.aborted &&
    cause instanceof AppFailure &&
    !['file-missing', 'revision-missing', 'checksum-mismatch'].includes(cause.error.code)
  )
}

/** The model as it lies in the cache, or null unless every part does. */
async function useCached(
  { repo, revision, file }: Model,
  tell: OnProgress,
  needs: HubNeeds,
): Promise<DownloadedModel | null> {
  const hub = readHfEnvironment(needs.env, needs.paths.home)
  const commit = await readRef(repoFolder(hub.cache, repo), revision)
  const found = await Promise.all(
    partsOf(file).map((path) => findFile({ repo, revision, path }, needs)),
  )
  const whole = found.filter((part) => part !== null)
  const [first] = whole
  if (commit === null || first === undefined || whole.length < found.length) return null
  const size = whole.reduce((sum, part) => sum + part.size, 0)
  tell({ receivedBytes: size, totalBytes: size })
  return { repo, commit, file, modelPath: first.file }
}

interface Fetching {
  /** The first part, as the Hub located it. Its commit is everybody's. */
  readonly first: RemoteFile
  readonly signal: AbortSignal
  readonly tell: OnProgress
}

async function fetchParts(
  { repo, revision, file }: Model,
  { first, signal, tell }: Fetching,
  needs: HubNeeds,
): Promise<DownloadedModel> {
  const { commit } = first
  const folder = repoFolder(readHfEnvironment(needs.env, needs.paths.home).cache, repo)
  const files = await planParts({ repo, commit, file }, first, signal, needs)
  const place = { repo, revision: commit }
  await storeFiles({ folder, place, files, signal, tell }, needs)
  await noteRef(folder, { revision, commit }, needs)
  return { repo, commit, file, modelPath: snapshotPath(folder, commit, file) }
}

/** Where every part is and how large, so that the whole size is known before the first byte. */
async function planParts(
  { repo, commit, file }: { readonly repo: string; readonly commit: string; readonly file: string },
  first: RemoteFile,
  signal: AbortSignal,
  needs: HubNeeds,
): Promise<WantedFile[]> {
  const parts: WantedFile[] = []
  for (const path of partsOf(file)) {
    const place = { repo, revision: commit, path }
    const cached = await findFile(place, needs)
    if (cached !== null) {
      parts.push({ path, size: cached.size })
    } else {
      const remote = path === file ? first : await locateFile(place, needs, signal)
      parts.push({ path, size: remote.size, remote })
    }
  }
  return parts
}
