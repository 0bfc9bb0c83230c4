import { findFile } from './cache/find-file.ts'
import type { FilePlace } from './file-place.ts'
import { acceptPath, acceptRepo, acceptRevision } from './input.ts'
import { isLaunchable, partsOf } from './model/gguf-name.ts'
import type { HubNeeds } from './needs.ts'

/**
 * Absolute path of a file in the shared cache, or null when it is not there. For the first part of
 * a split model every part must be there: it is of no use alone. Asks no network. A link whose blob
 * is gone counts as absent. Throws `bad-input` for names that are none.
 */
export async function findCached(
  file: FilePlace,
  needs: Pick<HubNeeds, 'env' | 'paths'>,
): Promise<string | null> {
  const repo = acceptRepo(file.repo)
  const revision = acceptRevision(file.revision)
  const path = acceptPath(file.path)
  const wanted = isLaunchable(path) ? partsOf(path) : [path]
  const found = await Promise.all(
    wanted.map((part) => findFile({ repo, revision, path: part }, needs)),
  )
  return found.includes(null) ? null : (found[0]?.file ?? null)
}
