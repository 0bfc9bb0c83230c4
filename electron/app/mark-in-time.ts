import { nextEnd } from '../launcher/old-tokens.ts'
import type { Clock } from '../ports.ts'
import type { State } from './state.ts'

/** Later than this the time is compared anew, in milliseconds: a timer stands still while a laptop sleeps. */
const mostPauseMs = 15 * 60_000

/**
 * Marks the servers anew at the moment when the token of a log-in that one of them holds ends: then
 * nothing else happens that would show it. Returns what stops it.
 */
export function markInTime({
  state,
  clock,
}: {
  readonly state: Pick<State, 'get' | 'subscribe' | 'runsChanged'>
  readonly clock: Clock
}): () => void {
  let timer: NodeJS.Timeout | undefined
  const plan = (): void => {
    clearTimeout(timer)
    const now = clock.now()
    const end = nextEnd(state.get().runs, now)
    if (end === null) return
    const look = (): void => {
      if (clock.now() < end) plan()
      else state.runsChanged(state.get().runs)
    }
    timer = setTimeout(look, Math.min(mostPauseMs, end.getTime() - now.getTime()))
    timer.unref()
  }
  const unsubscribe = state.subscribe(({ runs }, before) => {
    if (runs !== before.runs) plan()
  })
  return () => {
    unsubscribe()
    clearTimeout(timer)
  }
}
