import type { RunId } from '../shared/domain/run.ts'
import { attempt } from './attempt.ts'
import { client } from './client.ts'
import { addLines, forgetLog, lastSeq, watchLog } from './state/logs.ts'

/** The place of a server's log. */
export function logPlace(run: RunId): string {
  return `log:${run}`
}

/** Fetches what was written so far; from then on the `log` events add to it. */
export function openLog(run: RunId): void {
  watchLog(run)
  attempt(
    logPlace(run),
    () => client['run.log']({ run, after: lastSeq(run) }),
    (lines) => {
      addLines(run, lines)
    },
  )
}

export function closeLog(run: RunId): void {
  forgetLog(run)
}
