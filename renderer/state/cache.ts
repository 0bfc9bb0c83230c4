import { create } from 'zustand'
import type { CachedRepo, CachedRevision, CacheView } from '../../shared/domain/cached-repo.ts'

/** What the user is asked about: a repository, or one revision of it. */
export interface Removal {
  readonly repo: CachedRepo
  /** Null for all that is there. */
  readonly revision: CachedRevision | null
}

interface CacheState {
  readonly isOpen: boolean
  /** Main's answer; null until it came. */
  readonly view: CacheView | null
  readonly removal: Removal | null
  /** Bytes that the last removal gave back. */
  readonly freed: number | null
}

/** The list of all that the shared cache holds. */
export const useCache = create<CacheState>(() => ({
  isOpen: false,
  view: null,
  removal: null,
  freed: null,
}))
