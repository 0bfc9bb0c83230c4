import type { RemoveCached, RemovedCached } from '../../shared/domain/cached-repo.ts'
import { isLive, type RunView } from '../../shared/domain/run.ts'
import { errors, fail } from '../../shared/errors.ts'
import type { HubNeeds } from '../hub/needs.ts'
import { removeCached } from '../hub/remove-cached.ts'

interface RemoveNeeds {
  readonly hub: HubNeeds
  /** Every server of this machine, whoever launched it. */
  readonly runs: () => readonly RunView[]
}

/**
 * Removes what the user does not want in the cache any more; a model that a server runs stays.
 * Throws what `removeCached` throws.
 */
export async function removeFromCache(
  wish: RemoveCached,
  { hub, runs }: RemoveNeeds,
): Promise<RemovedCached> {
  const { type, repo } = wish
  const serves = (run: RunView): boolean => run.repo === repo && isLive(run.state)
  if (type === 'model' && runs().some(serves)) throw fail(errors.cacheInUse(repo, 'server'))
  return await removeCached(wish, hub)
}
