import { create } from 'zustand'
import type { RunFigures } from '../../shared/domain/run-figures.ts'
import type { RunId } from '../../shared/domain/run.ts'

/** How the live servers have been doing, as main told last. */
const useFigures = create<Readonly<Record<RunId, RunFigures>>>(() => ({}))

/** Main sends the whole of what it knows of a server, so the newest takes the older one's place. */
export function acceptFigures(figures: RunFigures): void {
  useFigures.setState({ [figures.run]: figures })
}

/** A server's figures; null before the first look at it. */
export function useFiguresOf(run: RunId): RunFigures | null {
  return useFigures((state) => state[run] ?? null)
}
