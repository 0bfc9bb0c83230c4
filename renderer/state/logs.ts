import { create } from 'zustand'
import type { LogLine, RunId } from '../../shared/domain/run.ts'

/** Lines kept per log; the oldest give way. A server's whole log lies in its file, a job's at the Hub. */
const lineLimit = 100_000

interface LogsState {
  /** Lines in order, only for servers whose log was opened. */
  readonly lines: Readonly<Record<RunId, readonly LogLine[]>>
}

/** The tail of the logs that are being looked at. */
export const useLogs = create<LogsState>(() => ({ lines: {} }))

/** Starts to keep a server's lines. Lines of servers that nobody looks at are not kept. */
export function watchLog(run: RunId): void {
  useLogs.setState(({ lines }) =>
    lines[run] === undefined ? { lines: { ...lines, [run]: [] } } : {},
  )
}

export function forgetLog(run: RunId): void {
  useLogs.setState(({ lines }) => {
    const { [run]: _forgotten, ...others } = lines
    return { lines: others }
  })
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
  const { lines } = useLogs.getState()
  const known = lines[run]
  if (known === undefined || added.length === 0) return
  useLogs.setState({ lines: { ...lines, [run]: newest(merge(known, added)) } })
}

function newest(lines: readonly LogLine[]): readonly LogLine[] {
  return lines.length <= lineLimit ? lines : lines.slice(-lineLimit)
}

function merge(known: readonly LogLine[], added: readonly LogLine[]): readonly LogLine[] {
  const last = known.at(-1)?.seq ?? -1
  const first = added[0]?.seq ?? 0
  if (first > last) return [...known, ...added]
  const bySeq = new Map([...known, ...added].map((line) => [line.seq, line]))
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}
