import type { RunId } from '../shared/domain/run.ts'
import type { EventPayload } from '../shared/ipc/events.ts'
import { attempt } from './attempt.ts'
import { client } from './client.ts'
import { detach } from './detach.ts'
import {
  addLines,
  firstSeq,
  forgetLog,
  hiddenLines,
  isFull,
  lastSeq,
  setHidden,
  watchLog,
} from './state/logs.ts'

/** The place of a server's log. */
export function logPlace(run: RunId): string {
  return `log:${run}`
}

/** A part of a log that is not here yet: the lines after one number, up to another. */
interface Hole {
  readonly after: number
  readonly before: number
}

/** What is still to be fetched of the logs that are open, the newest last. */
const holes = new Map<RunId, Hole[]>()
/** Logs that a page is being fetched of; one at a time, so that main is never flooded. */
const fetching = new Set<RunId>()

/**
 * Fetches what was written last; from then on the `log` events add to it. Older lines follow page by page, until
 * the whole log is here, so that scrolling and searching reach its first line.
 */
export function openLog(run: RunId): void {
  watchLog(run)
  holes.set(run, [])
  lookForNew(run, () => {
    const first = firstSeq(run)
    if (first !== null) fill(run, { after: -1, before: first })
  })
}

/** Asks for what came since, of a server whose lines main does not tell unasked. */
export function lookForNew(run: RunId, then?: () => void): void {
  attempt(
    logPlace(run),
    () => client['run.log']({ run, after: lastSeq(run) }),
    (lines) => {
      addLines(run, lines)
      then?.()
    },
  )
}

/** Takes in lines that main tells of; what was left out of a flood is fetched. */
export function takeLines({ run, lines, hasGap = false }: EventPayload<'log'>): void {
  const after = lastSeq(run)
  addLines(run, lines)
  const [first] = lines
  if (hasGap && first !== undefined && first.seq > after) fill(run, { after, before: first.seq })
}

export function closeLog(run: RunId): void {
  holes.delete(run)
  forgetLog(run)
}

function fill(run: RunId, hole: Hole): void {
  holes.get(run)?.push(hole)
  fillNext(run)
}

function fillNext(run: RunId): void {
  const open = holes.get(run)
  if (open === undefined || fetching.has(run)) return
  // Where no more lines fit, those before the first one stay out.
  const isWanted = ({ before }: Hole): boolean => !isFull(run) || before > (firstSeq(run) ?? 0)
  const hole = open.filter(isWanted).at(-1)
  open.splice(0, open.length, ...open.filter((one) => one !== hole && isWanted(one)))
  if (hole === undefined) {
    countHidden(run)
    return
  }
  fetching.add(run)
  detach(
    client['run.log-page']({ run, before: hole.before }).then((result) => {
      fetching.delete(run)
      // It was closed meanwhile, or cannot be read any more: what is here stays.
      if (holes.get(run) !== open || !result.ok) return
      const page = result.value.filter(({ seq }) => seq > hole.after && seq < hole.before)
      addLines(run, page)
      const [first] = page
      // A page that begins before the hole fills it.
      const isFilled = first === undefined || (result.value[0]?.seq ?? 0) <= hole.after
      if (!isFilled) open.push({ ...hole, before: first.seq })
      fillNext(run)
    }),
  )
}

/** Asks how many lines come before the first that is here: no longer kept, or too many to show. */
function countHidden(run: RunId): void {
  const seq = firstSeq(run)
  if (seq === null) return
  const known = hiddenLines(run)
  detach(
    client['run.log-before']({ run, seq }).then((result) => {
      if (!holes.has(run) || !result.ok || result.value.lines === null) return
      // With those that had to go while main was counting.
      setHidden(run, result.value.lines + hiddenLines(run) - known)
    }),
  )
}
