import { create } from 'zustand'
import type { ForeignView } from '../../shared/domain/foreign.ts'

interface ImportsState {
  /** What other tools were last seen to hold; null until somebody asked. */
  readonly found: ForeignView | null
}

/** What was found of other tools' tokens. Main looks anew whenever it is asked to change something. */
export const useImports = create<ImportsState>(() => ({ found: null }))
