import { create } from 'zustand'
import type { LogLine, RunId } from '../../shared/domain/run.ts'
import { overwrites, withoutOverwritten } from '../../shared/log-text.ts'
import { indexAfter } from '../words/find-lines.ts'

/** Lines kept per log; the oldest give way. That is more than a server's files hold of lines of usual length. */
const lineLimit = 200_000

interface LogsState {
  /** Lines in order, only for servers whose log was opened. */
  readonly lines: Readonly<Record<RunId, readonly LogLine[]>>
  /** How many lines were written before the first of them. */
  readonly hidden: Readonly<Record<RunId, number>>
}

/** The tail of the logs that are being looked at. */
export const useLogs = create<LogsState>(() => ({ lines: {}, hidden: {} }))

/** Starts to keep a server's lines. Lines of servers that nobody looks at are not kept. */
export function watchLog(run: RunId): void {
  useLogs.setState(({ lines }) =>
    lines[run] === undefined ? { lines: { ...lines, [run]: [] } } : {},
  )
}

export function forgetLog(run: RunId): void {
  useLogs.setState(({ lines, hidden }) => {
    const { [run]: _lines, ...otherLines } = lines
    const { [run]: _hidden, ...otherHidden } = hidden
    return { lines: otherLines, hidden: otherHidden }
  })
}

/** The first line's number, or null while there is none. */
export function firstSeq(run: RunId): number | null {
  return useLogs.getState().lines[run]?.[0]?.seq ?? null
}

/** The last line's number, for asking main what came after it. */
export function lastSeq(run: RunId): number {
  return useLogs.getState().lines[run]?.at(-1)?.seq ?? -1
}

/**
 * Merges lines that were fetched or pushed. The two may overlap and come in either order, so they
 * are told apart by number.
 */
export function addLines(run: RunId, added: readonly LogLine[]): void {
  const { lines, hidden } = useLogs.getState()
  const known = lines[run]
  if (known === undefined || added.length === 0) return
  const all = merge(known, withoutOverwritten(added))
  useLogs.setState({ lines: { ...lines, [run]: newest(all) } })
  const tooMany = all.length - lineLimit
  if (tooMany > 0) setHidden(run, (hidden[run] ?? 0) + tooMany)
}

/** How many lines are known to have been written before the first one here. */
export function hiddenLines(run: RunId): number {
  return useLogs.getState().hidden[run] ?? 0
}

export function setHidden(run: RunId, count: number): void {
  useLogs.setState(({ hidden }) => ({ hidden: { ...hidden, [run]: count } }))
}

/** Whether no more lines fit: then older ones are not asked for. */
export function isFull(run: RunId): boolean {
  return (useLogs.getState().lines[run]?.length ?? 0) >= lineLimit
}

function newest(lines: readonly LogLine[]): readonly LogLine[] {
  return lines.length <= lineLimit ? lines : lines.slice(-lineLimit)
}

function merge(known: readonly LogLine[], added: readonly LogLine[]): readonly LogLine[] {
  const first = added[0]?.seq ?? 0
  const last = added.at(-1)?.seq ?? 0
  const place = indexAfter(known, first - 1)
  const next = known[place]
  // A page that lies between two known lines, or at an end of them.
  if (next === undefined || next.seq > last) {
    const before = known.slice(0, place)
    // A bar that was drawn anew takes the place of its last state.
    if (added[0]?.text.startsWith(overwrites) === true) before.pop()
    return [...before, ...added, ...known.slice(place)]
  }
  const bySeq = new Map([...known, ...added].map((line) => [line.seq, line]))
  return withoutOverwritten([...bySeq.values()].sort((a, b) => a.seq - b.seq))
}
