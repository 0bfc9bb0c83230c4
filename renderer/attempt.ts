import type { Result } from '../shared/result.ts'
import { detach } from './detach.ts'
import { setBusy, setNote, useUi } from './state/ui.ts'

/** The attempt that a place waits for now; answers to any other are dropped. */
const current = new Map<string, symbol>()

/**
 * Runs a verb on behalf of a place in the window: busy while it runs, a note with a way to repeat
 * it when it fails, `then` when it succeeds. A second click while it runs does nothing.
 */
export function attempt<T>(
  place: string,
  verb: () => Promise<Result<T>>,
  then?: (value: T) => void,
): void {
  if (useUi.getState().busy[place] !== true) attemptAnew(place, verb, then)
}

/** As `attempt`, but a second call takes the place of the first, whose answer is dropped. */
export function attemptAnew<T>(
  place: string,
  verb: () => Promise<Result<T>>,
  then?: (value: T) => void,
): void {
  const ticket = Symbol(place)
  current.set(place, ticket)
  setBusy(place, true)
  setNote(place, null)
  const retry = (): void => {
    attempt(place, verb, then)
  }
  const settle = (result: Result<T>): void => {
    if (current.get(place) !== ticket) return
    setBusy(place, false)
    if (result.ok) then?.(result.value)
    else setNote(place, { error: result.error, retry })
  }
  detach(verb().then(settle))
}

/** Stops waiting at a place: its answer will be dropped and its note is taken away. */
export function abandon(place: string): void {
  current.delete(place)
  setBusy(place, false)
  setNote(place, null)
}
