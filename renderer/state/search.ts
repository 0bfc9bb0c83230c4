import { create } from 'zustand'
import type { FoundModel, SearchRequest } from '../../shared/domain/search.ts'

/** What narrows a search beside its words. An empty task or library is any. */
export interface SearchFilters {
  readonly task: string
  readonly library: string
  readonly size: SizeRange
  readonly access: 'any' | 'open' | 'gated'
  /** Only what the embedded engine runs. */
  readonly gguf: boolean
  readonly sort: SearchRequest['sort']
}

/** Ranges of the number of parameters that people choose between. */
export const sizeRanges = {
  any: { min: null, max: null },
  tiny: { min: null, max: 1e9 },
  small: { min: 1e9, max: 4e9 },
  middle: { min: 4e9, max: 10e9 },
  large: { min: 10e9, max: 40e9 },
  huge: { min: 40e9, max: null },
} as const satisfies Record<string, { min: number | null; max: number | null }>
export type SizeRange = keyof typeof sizeRanges

/** What main answered to a search, and what was asked. */
export interface Found {
  readonly wish: SearchRequest
  /** Every page so far. */
  readonly models: readonly FoundModel[]
  /** Asks for the page after; null when there is none. */
  readonly next: string | null
}

interface SearchState {
  readonly filters: SearchFilters
  /** The words that are searched for, whatever stands in the field; null while nothing is. */
  readonly asked: string | null
  /** Null while nothing was searched for. */
  readonly found: Found | null
  /** The result that the user looks at now, and how far the list was scrolled; to come back to. */
  readonly left: { readonly repo: string; readonly scrollTop: number } | null
}

/** As a search begins: what the embedded engine can run, what people use most at the moment first. */
export const firstFilters: SearchFilters = {
  task: '',
  library: '',
  size: 'any',
  access: 'any',
  gguf: true,
  sort: 'trending',
}

/** Whether something narrows or orders a search otherwise than at the beginning. */
export function areFiltersSet(filters: SearchFilters): boolean {
  return (Object.keys(firstFilters) as (keyof SearchFilters)[]).some(
    (name) => filters[name] !== firstFilters[name],
  )
}

/** The search of the Models page. */
export const useSearch = create<SearchState>(() => ({
  filters: firstFilters,
  asked: null,
  found: null,
  left: null,
}))
