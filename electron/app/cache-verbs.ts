import type { CacheView, RemoveCached, RemovedCached } from '../../shared/domain/cached-repo.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { listCachedRepos } from '../hub/list-cached-repos.ts'
import type { HubNeeds } from '../hub/needs.ts'
import type { Launcher } from '../launcher/launcher.ts'
import { removeFromCache } from './remove-from-cache.ts'
import type { State } from './state.ts'

interface CacheVerbsNeeds {
  readonly hub: HubNeeds
  readonly state: Pick<State, 'downloadsRemoved'>
  readonly launcher: Pick<Launcher, 'list'>
}

/** The verbs about the shared cache. */
export interface CacheVerbs {
  list(): Promise<CacheView>
  /** Throws as `removeFromCache` does. */
  remove(wish: RemoveCached): Promise<RemovedCached>
}

/** Wires them. */
export function createCacheVerbs({ hub, state, launcher }: CacheVerbsNeeds): CacheVerbs {
  return {
    list: async () => ({
      path: readHfEnvironment(hub.env, hub.paths.home).cache,
      repositories: await listCachedRepos({}, hub),
    }),
    remove: async (wish) => {
      const removed = await removeFromCache(wish, { hub, runs: () => launcher.list() })
      // What they brought is gone, and must not count as being here.
      state.downloadsRemoved(wish)
      return removed
    },
  }
}
