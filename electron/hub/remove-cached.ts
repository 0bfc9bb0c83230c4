import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RemoveCached, RemovedCached } from '../../shared/domain/cached-repo.ts'
import { errors, fail } from '../../shared/errors.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { repoFolder, refPath, type RepoFolder } from './cache/layout.ts'
import { tryBlobLock } from './cache/prepare.ts'
import { readRef, readRefs } from './cache/refs.ts'
import { surveyRepo, type Survey } from './cache/survey.ts'
import { diskFailure } from './download/disk-failure.ts'
import { isBeingFetched } from './download/partial-name.ts'
import { acceptRepo, acceptRevision } from './input.ts'
import { sizeOf } from './list-cached-repos.ts'
import type { HubNeeds } from './needs.ts'

/** Another tool's unfinished blob that was written to within this time is being fetched. */
const freshMs = 120_000
/** A whole blob without a name for this long never gets one: whoever fetched it is gone. */
const abandonedMs = 60 * 60 * 1000

/**
 * Removes a repository from the shared cache, or one revision of it. Blobs that another revision
 * shares stay. In this order: what names a commit, its snapshot, then the blobs that nothing needs
 * any more. So a reader finds all of a commit or none of it, and what a kill left goes with the next
 * removal. Throws `not-cached`, `cache-in-use` while any tool fetches the repository, and
 * `store-write-failed`.
 */
export async function removeCached(
  wish: RemoveCached,
  needs: Pick<HubNeeds, 'env' | 'paths'>,
): Promise<RemovedCached> {
  const repo = acceptRepo(wish.repo)
  const { cache } = readHfEnvironment(needs.env, needs.paths.home)
  const folder = repoFolder(cache, repo, wish.type)
  const before = await surveyRepo(folder)
  const commits = await chooseCommits(wish, folder, before)
  if (await isInUse(folder, before)) throw fail(errors.cacheInUse(repo, 'download'))
  return await diskFailure(folder.root, async () => {
    for (const commit of commits) await removeCommit(folder, commit)
    const after = await surveyRepo(folder)
    if (after.snapshots.length === 0) {
      // What no commit needs, unfinished downloads, and what tools noted beside it.
      await rm(folder.root, { recursive: true, force: true })
      return { freed: sizeOf(before), commits }
    }
    await removeUnneeded(folder, before, after)
    return { freed: sizeOf(before) - sizeOf(await surveyRepo(folder)), commits }
  })
}

/** The commits that are meant. Throws `not-cached`. */
async function chooseCommits(
  { repo, revision }: RemoveCached,
  folder: RepoFolder,
  { blobs, unfinished, snapshots }: Survey,
): Promise<string[]> {
  const there = snapshots.map(({ commit }) => commit)
  if (revision === null) {
    if (blobs.size + unfinished.size + there.length === 0) throw fail(errors.notCached(repo, null))
    return there
  }
  const commit = await readRef(folder, acceptRevision(revision))
  if (commit === null || !there.includes(commit)) throw fail(errors.notCached(repo, revision))
  return [commit]
}

/** Whether a tool is at work here: taking its files away would only make it fetch them again. */
async function isInUse(folder: RepoFolder, { unfinished }: Survey): Promise<boolean> {
  if (await isBeingFetched(folder.blobs)) return true
  for (const name of unfinished.keys()) {
    if (!name.endsWith('.incomplete')) continue
    const file = await stat(join(folder.blobs, name)).catch(() => null)
    if (file !== null && Date.now() - file.mtimeMs < freshMs) return true
    const lock = await tryBlobLock(folder, name.slice(0, name.indexOf('.')))
    if (lock === null) return true
    await lock.release()
  }
  return false
}

/** Takes away a commit's names first: from then on nobody looks for it. */
async function removeCommit(folder: RepoFolder, commit: string): Promise<void> {
  for (const revision of (await readRefs(folder)).get(commit) ?? []) {
    await rm(refPath(folder, revision), { force: true })
  }
  await rm(join(folder.snapshots, commit), { recursive: true, force: true })
  await rm(join(folder.root, '.no_exist', commit), { recursive: true, force: true })
  const trees = join(folder.root, 'trees')
  for (const name of await readdir(trees).catch(() => [])) {
    if (name.startsWith(`${commit}.`)) await rm(join(trees, name), { force: true })
  }
}

/**
 * Removes blobs that were linked and are not any more, and those that nobody has linked for long. A
 * young one that never was may be on its way to a link.
 */
async function removeUnneeded(folder: RepoFolder, before: Survey, after: Survey): Promise<void> {
  const needed = new Set(after.snapshots.flatMap(({ blobs }) => [...blobs]))
  const linked = new Set(before.snapshots.flatMap(({ blobs }) => [...blobs]))
  for (const name of after.blobs.keys()) {
    if (needed.has(name)) continue
    const path = join(folder.blobs, name)
    const ageMs = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now())
    if (linked.has(name) || ageMs > abandonedMs) await rm(path, { force: true })
  }
}
