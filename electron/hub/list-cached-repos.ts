import { readdir } from 'node:fs/promises'
import type { CachedRepo } from '../../shared/domain/cached-repo.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { repoFolder, repoOfFolder } from './cache/layout.ts'
import { readRefs } from './cache/refs.ts'
import { surveyRepo, type Survey } from './cache/survey.ts'
import type { HubNeeds } from './needs.ts'

/**
 * Every repository that takes up room in the shared cache, whichever tool put it there, the largest
 * first. A folder in which nothing lies is left out.
 */
export async function listCachedRepos(
  _input: Readonly<Record<string, never>>,
  { env, paths }: Pick<HubNeeds, 'env' | 'paths'>,
): Promise<CachedRepo[]> {
  const { cache } = readHfEnvironment(env, paths.home)
  const found: CachedRepo[] = []
  for (const name of await readdir(cache).catch(() => [])) {
    const place = repoOfFolder(name)
    if (place === null) continue
    const folder = repoFolder(cache, place.repo, place.type)
    const survey = await surveyRepo(folder)
    const { blobs, unfinished, snapshots, changedMs } = survey
    if (blobs.size + unfinished.size + snapshots.length === 0) continue
    found.push({
      ...place,
      size: sizeOf(survey),
      unfinished: sum(unfinished.values()),
      changedAt: new Date(changedMs).toISOString(),
      revisions: listRevisions(survey, await readRefs(folder)),
    })
  }
  return found.sort((a, b) => b.size - a.size || a.repo.localeCompare(b.repo))
}

/** Bytes a repository takes up on disk. */
export function sizeOf({ blobs, unfinished, snapshots }: Survey): number {
  return (
    sum(blobs.values()) + sum(unfinished.values()) + sum(snapshots.map(({ ownBytes }) => ownBytes))
  )
}

function listRevisions(
  { blobs, snapshots }: Survey,
  names: ReadonlyMap<string, readonly string[]>,
): CachedRepo['revisions'] {
  const timesUsed = new Map<string, number>()
  for (const name of snapshots.flatMap((each) => [...each.blobs])) {
    timesUsed.set(name, (timesUsed.get(name) ?? 0) + 1)
  }
  const revisions = snapshots.map(({ commit, files, blobs: linked, ownBytes }) => {
    const sizes = [...linked].map((name) => [blobs.get(name) ?? 0, timesUsed.get(name)] as const)
    return {
      commit,
      refs: [...(names.get(commit) ?? [])],
      files,
      size: ownBytes + sum(sizes.map(([size]) => size)),
      ownSize: ownBytes + sum(sizes.map(([size, times]) => (times === 1 ? size : 0))),
    }
  })
  return revisions.sort((a, b) => rank(a.refs) - rank(b.refs) || compareNames(a, b))
}

/** `main`, then what a branch or tag names, then bare commits. */
function rank(refs: readonly string[]): number {
  return refs.includes('main') ? 0 : refs.length > 0 ? 1 : 2
}

type Named = CachedRepo['revisions'][number]

function compareNames(a: Named, b: Named): number {
  return (a.refs[0] ?? a.commit).localeCompare(b.refs[0] ?? b.commit)
}

function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const each of numbers) total += each
  return total
}
