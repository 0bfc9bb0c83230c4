import { stat } from 'node:fs/promises'
import { readHfEnvironment } from '../../hf-environment.ts'
import type { FilePlace } from '../file-place.ts'
import type { HubNeeds } from '../needs.ts'
import { repoFolder, snapshotPath } from './layout.ts'
import { readRef } from './refs.ts'

/** A file in the cache: where, and how many bytes. */
export interface FoundFile {
  readonly file: string
  readonly size: number
}

/** Looks for one file by its accepted names. A link whose blob is gone counts as absent. */
export async function findFile(
  { type, repo, revision, path }: FilePlace,
  { env, paths }: Pick<HubNeeds, 'env' | 'paths'>,
): Promise<FoundFile | null> {
  const folder = repoFolder(readHfEnvironment(env, paths.home).cache, repo, type)
  const commit = await readRef(folder, revision)
  if (commit === null) return null
  const file = snapshotPath(folder, commit, path)
  const found = await stat(file).catch(() => null)
  return found?.isFile() === true ? { file, size: found.size } : null
}
