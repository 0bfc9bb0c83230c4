import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { HubkeyApp } from '../../app/create-app.ts'

/** What a window does with the shared cache. */
export function cacheHandlers({
  cache,
}: Pick<HubkeyApp, 'cache'>): Pick<Handlers, 'cache.list' | 'cache.remove'> {
  return {
    'cache.list': async () => cache.list(),
    'cache.remove': async (wish) => cache.remove(wish),
  }
}
