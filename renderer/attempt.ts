import type { Result } from '../shared/result.ts'
import { detach } from './detach.ts'
import { setBusy, setNote, useUi } from './state/ui.ts'

/**
 * Runs a verb on behalf of a place in the window: busy while it runs, a note with a way to repeat
 * it when it fails, `then` when it succeeds. A second click while it runs does nothing.
 */
export function attempt<T>(
  place: string,
  verb: () => Promise<Result<T>>,
  then?: (value: T) => void,
): void {
  if (useUi.getState().busy[place] === true) return
  setBusy(place, true)
  setNote(place, null)
  const retry = (): void => {
    attempt(place, verb, then)
  }
  const settle = (result: Result<T>): void => {
    setBusy(place, false)
    if (result.ok) then?.(result.value)
    else setNote(place, { error: result.error, retry })
  }
  detach(verb().then(settle))
}
