import { create } from 'zustand'
import type { CachedModel, ModelView } from '../../shared/domain/model.ts'

interface ModelsState {
  /** What stands in the field. */
  readonly query: string
  /** Main's answer to the last look-up. */
  readonly inspected: ModelView | null
  /** What main found in the cache; null until it was asked. */
  readonly cached: readonly CachedModel[] | null
}

/** Answers to what the Models page asked. They are not in the snapshot because nobody else needs them. */
export const useModels = create<ModelsState>(() => ({ query: '', inspected: null, cached: null }))
