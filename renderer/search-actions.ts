import type { FoundModel, SearchRequest } from '../shared/domain/search.ts'
import { abandon, attempt, attemptAnew } from './attempt.ts'
import { client } from './client.ts'
import {
  firstFilters,
  sizeRanges,
  useSearch,
  type Found,
  type SearchFilters,
} from './state/search.ts'
import { useModels } from './state/models.ts'

/** The place of the list of results, and that of the button under it. */
export const searchPlace = 'search'
export const morePlace = 'search-more'

/** Characters of a search, as `SearchRequestSchema` has it. */
const longestText = 200

/** Asks main for models with these words; the answer replaces what was found before. */
export function search(text: string): void {
  const wish = wishOf(text, useSearch.getState().filters)
  useSearch.setState({ asked: text, left: null })
  abandon(morePlace)
  attemptAnew(
    searchPlace,
    () => client['model.search'](wish),
    ({ models, next }) => {
      useSearch.setState({ found: { wish, models, next } })
    },
  )
}

/** Fetches the page after the last one. */
export function searchMore(): void {
  const { found } = useSearch.getState()
  if (found?.next == null) return
  attempt(
    morePlace,
    () => client['model.search']({ ...found.wish, cursor: found.next }),
    ({ models, next }) => {
      useSearch.setState({ found: withPage(found, models, next) })
    },
  )
}

/** Narrows or widens; a search that was begun is done anew. */
export function changeFilters(change: Partial<SearchFilters>): void {
  useSearch.setState(({ filters }) => ({ filters: { ...filters, ...change } }))
  const { asked } = useSearch.getState()
  if (asked !== null) search(asked)
}

/** Shows models that everybody may have and that the embedded engine runs, for who may not have another. */
export function searchOpen(): void {
  useModels.setState({ inspected: null, query: '' })
  useSearch.setState({ filters: { ...firstFilters, access: 'open', task: 'text-generation' } })
  search('')
}

export function clearFilters(): void {
  changeFilters(firstFilters)
}

/** Goes back to what is on this machine. */
export function leaveSearch(): void {
  abandon(searchPlace)
  abandon(morePlace)
  useSearch.setState({ found: null, asked: null, left: null })
  useModels.setState({ query: '' })
}

function wishOf(text: string, filters: SearchFilters): SearchRequest {
  const { min, max } = sizeRanges[filters.size]
  return {
    // Main takes no more; so many characters are no words any more.
    text: text.trim().slice(0, longestText),
    task: filters.task === '' ? null : filters.task,
    library: filters.library === '' ? null : filters.library,
    minParameters: min,
    maxParameters: max,
    gated: filters.access === 'any' ? null : filters.access === 'gated',
    gguf: filters.gguf,
    sort: filters.sort,
    limit: 20,
    cursor: null,
  }
}

/** The Hub's order moves between two pages, and then a model comes twice. */
function withPage(found: Found, models: readonly FoundModel[], next: string | null): Found {
  const known = new Set(found.models.map(({ repo }) => repo))
  return { ...found, models: [...found.models, ...models.filter((m) => !known.has(m.repo))], next }
}
