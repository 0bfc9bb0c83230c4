import { join } from 'node:path'
import type { RepoType } from '../../shared/domain/repo.ts'
import { AppFailure, errors, fail } from '../../shared/errors.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { refuseOffline } from './access/refuse-offline.ts'
import { repoFolder } from './cache/layout.ts'
import type { OnProgress } from './download/progress.ts'
import { noteRef } from './download/store-file.ts'
import { byPath, storeFiles, type StoredFile, type WantedFile } from './download/store-files.ts'
import { untilCancelled } from './download/until-cancelled.ts'
import { acceptPath, acceptRepo, acceptRevision } from './input.ts'
import type { HubNeeds } from './needs.ts'
import { chooses, type Choice } from '../../shared/domain/patterns.ts'
import { listCached, noteListing } from './repository/cached-listing.ts'
import { listFiles, type Listing } from './repository/list-files.ts'

/** A repository, or some files of it, to bring into the shared cache. */
export interface RepositoryRequest extends Choice {
  readonly type: RepoType
  readonly repo: string
  readonly revision: string
  /** Files by name; patterns then choose among these. Empty for all. */
  readonly files: readonly string[]
  readonly signal?: AbortSignal | undefined
  /** Of all files together. */
  readonly onProgress?: OnProgress | undefined
}

/** What lies in the cache now. */
export interface DownloadedRepository {
  readonly commit: string
  /** Absolute path of the snapshot: the folder with the files under their own names. */
  readonly path: string
  /** By path; `reused` lay there before. */
  readonly files: readonly StoredFile[]
  /** The Hub was not asked, or could not be: what was chosen is whole as far as the cache knows. */
  readonly offline: boolean
}

/**
 * Brings a repository's files into the shared cache: all, those named, or those that patterns
 * choose, all from one commit. The branch or tag is noted last. When the Hub cannot be asked or says
 * no, what is already there is used if it is whole, as huggingface_hub does. Throws what
 * `downloadFile` throws, and `nothing-matches`.
 */
export async function downloadRepository(
  request: RepositoryRequest,
  needs: HubNeeds,
): Promise<DownloadedRepository> {
  const wanted = {
    ...request,
    repo: acceptRepo(request.repo),
    revision: acceptRevision(request.revision),
    files: request.files.map(acceptPath),
  }
  const hub = readHfEnvironment(needs.env, needs.paths.home)
  return await untilCancelled(request.signal, async (signal) => {
    if (hub.offline) {
      const cached = await useCached(wanted, needs)
      if (cached !== null) return cached
      refuseOffline(hub, wanted.repo)
    }
    let listing: Listing
    try {
      listing = await listFiles(wanted, needs)
    } catch (cause) {
      const cached = mayUseCached(cause, signal) ? await useCached(wanted, needs) : null
      if (cached === null) throw cause
      needs.log.warn(`The Hub could not be asked about ${wanted.repo}; the cached copy is used.`)
      return cached
    }
    return await fetchWanted(wanted, listing, signal, needs)
  })
}

async function fetchWanted(
  request: RepositoryRequest,
  listing: Listing,
  signal: AbortSignal,
  needs: HubNeeds,
): Promise<DownloadedRepository> {
  const { type, repo, revision } = request
  const { commit } = listing
  const folder = repoFolder(readHfEnvironment(needs.env, needs.paths.home).cache, repo, type)
  const files = await storeFiles(
    {
      folder,
      place: { type, repo, revision: commit },
      files: choose(request, listing),
      signal,
      tell: request.onProgress ?? (() => undefined),
    },
    needs,
  )
  await noteListing(folder, commit, listing.files).catch(() => {
    needs.log.warn(`The cache could not note what belongs to ${repo}.`)
  })
  await noteRef(folder, { revision, commit }, needs)
  return { commit, path: join(folder.snapshots, commit), files, offline: false }
}

/** Throws `file-missing` for a name that is not listed, and `nothing-matches`. */
function choose(request: RepositoryRequest, { files }: Listing): WantedFile[] {
  const { repo } = request
  const known = new Set(files.map(({ path }) => path))
  const unknown = request.files.find((path) => !known.has(path))
  if (unknown !== undefined) throw fail(errors.fileMissing(repo, unknown))
  const chosen = filter(request, files)
  if (chosen.length === 0 && files.length > 0) throw fail(errors.nothingMatches(repo))
  return chosen
}

function filter(request: RepositoryRequest, files: Listing['files']): WantedFile[] {
  const named = new Set(request.files)
  const isChosen = chooses(request)
  return files.filter(({ path }) => (named.size === 0 || named.has(path)) && isChosen(path))
}

/** What the Hub says is gone is gone; any other failure leaves the cached copy as good as before. */
function mayUseCached(cause: unknown, signal: AbortSignal): boolean {
  return !signal.aborted && cause instanceof AppFailure && cause.error.code !== 'revision-missing'
}

/** What was chosen as it lies in the cache, or null unless all of it does. */
async function useCached(
  request: RepositoryRequest,
  needs: HubNeeds,
): Promise<DownloadedRepository | null> {
  const { type, repo } = request
  const listing = await listCached(request, needs)
  if (listing === null) return null
  const present = new Set(listing.files.flatMap((file) => (file.isThere ? [file.path] : [])))
  const known = new Set(listing.files.map(({ path }) => path))
  if (request.files.some((path) => !known.has(path))) return null
  const chosen = filter(request, listing.files)
  if (chosen.length === 0 || chosen.some(({ path }) => !present.has(path))) return null
  const folder = repoFolder(readHfEnvironment(needs.env, needs.paths.home).cache, repo, type)
  const size = chosen.reduce((sum, file) => sum + file.size, 0)
  request.onProgress?.({ receivedBytes: size, totalBytes: size })
  return {
    commit: listing.commit,
    path: join(folder.snapshots, listing.commit),
    files: chosen
      .map(({ path, size: bytes }) => ({ path, size: bytes, reused: true }))
      .sort(byPath),
    offline: true,
  }
}
