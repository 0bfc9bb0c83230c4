import type { RemoveCached } from '../shared/domain/cached-repo.ts'
import { attempt, attemptAnew } from './attempt.ts'
import { client } from './client.ts'
import { listCached } from './model-actions.ts'
import { places } from './places.ts'
import { useCache, type Removal } from './state/cache.ts'
import { setNote } from './state/ui.ts'

/** Asks main what the whole cache holds. */
export function listCache(): void {
  attemptAnew(
    places.cache,
    () => client['cache.list'](),
    (view) => {
      useCache.setState({ view })
    },
  )
}

/** Folds the list of the whole cache in, or out and has it looked at anew. */
export function toggleCache(): void {
  const isOpen = !useCache.getState().isOpen
  useCache.setState({ isOpen, freed: null })
  if (isOpen) listCache()
}

/** Asks whether this is to go. */
export function askToRemove(removal: Removal): void {
  setNote(places.cacheRemoval, null)
  useCache.setState({ removal, freed: null })
}

export function closeRemoval(): void {
  useCache.setState({ removal: null })
}

/** Removes it, and looks again at what is left. */
export function removeFromCache(wish: RemoveCached): void {
  attempt(
    places.cacheRemoval,
    () => client['cache.remove'](wish),
    ({ freed }) => {
      useCache.setState({ removal: null, freed })
      listCache()
      listCached()
    },
  )
}
