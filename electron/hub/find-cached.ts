import { stat } from 'node:fs/promises'
import { readHfEnvironment } from '../hf-environment.ts'
import { repoFolder, snapshotPath } from './cache/layout.ts'
import { readRef } from './cache/refs.ts'
import { acceptPath, acceptRepo, acceptRevision } from './input.ts'
import type { HubNeeds } from './needs.ts'

/** One file at one revision. */
export interface CachedFile {
  readonly repo: string
  readonly revision: string
  readonly path: string
}

/**
 * Absolute path of a file in the shared cache, or null when it is not there. Asks no network. A
 * link whose blob is gone counts as absent. Throws `bad-input` for names that are none.
 */
export async function findCached(
  { repo, revision, path }: CachedFile,
  { env, paths }: Pick<HubNeeds, 'env' | 'paths'>,
): Promise<string | null> {
  const folder = repoFolder(readHfEnvironment(env, paths.home).cache, acceptRepo(repo))
  const commit = await readRef(folder, acceptRevision(revision))
  if (commit === null) return null
  const file = snapshotPath(folder, commit, acceptPath(path))
  return (await isFile(file)) ? file : null
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}
