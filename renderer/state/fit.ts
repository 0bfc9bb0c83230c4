import { create } from 'zustand'
import type { FitView } from '../../shared/domain/fit.ts'

interface FitState {
  /** File that the estimate is about, and for how many tokens; null is the engine's own choice. */
  readonly path: string | null
  readonly context: number | null
  /** Main's answer; null until it came. */
  readonly fit: FitView | null
}

/** Whether a file of the model that is looked at fits this machine. */
export const useFit = create<FitState>(() => ({ path: null, context: null, fit: null }))
