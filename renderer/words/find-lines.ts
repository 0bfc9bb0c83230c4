import type { LogLine } from '../../shared/domain/run.ts'
import { plainText } from '../../shared/log-text.ts'

/** A search through a log, and how far it has come. */
export interface LineSearch {
  /** In lower case; empty when nothing is looked for. */
  readonly wanted: string
  /** Numbers of the lines that hold it, in order. */
  readonly hits: readonly number[]
  /** The last line that was looked at. */
  readonly seen: number
  /** The first line that was there. */
  readonly from: number
  /** How many lines were looked at. */
  readonly count: number
}

export const noSearch: LineSearch = { wanted: '', hits: [], seen: -1, from: -1, count: 0 }

/**
 * Goes on with a search: only lines that came since are looked at, so that a log which grows many
 * times a second is not read anew each time.
 */
export function search(before: LineSearch, find: string, lines: readonly LogLine[]): LineSearch {
  const wanted = find.toLowerCase()
  const from = lines[0]?.seq ?? -1
  const seen = lines.at(-1)?.seq ?? -1
  if (wanted === '') return noSearch
  const count = lines.length
  // Older lines that have come are looked through, too; those that have gone change nothing.
  const isSame = from === before.from && (lines[before.count - 1]?.seq ?? -1) === before.seen
  const isShorter = from > before.from && before.seen >= from
  const goesOn = wanted === before.wanted && (isSame || isShorter)
  const start = goesOn ? indexAfter(lines, before.seen) : 0
  const known = goesOn ? before.hits.slice(firstFrom(before.hits, from)) : []
  const found = lines
    .slice(start)
    .filter(({ text }) => plainText(text).toLowerCase().includes(wanted))
    .map(({ seq }) => seq)
  if (goesOn && found.length === 0 && known.length === before.hits.length) {
    const isOld = seen === before.seen && from === before.from && count === before.count
    return isOld ? before : { ...before, seen, from, count }
  }
  return { wanted, hits: [...known, ...found], seen, from, count }
}

/** The index of the first line with a number beyond this one; the length when there is none. */
export function indexAfter(lines: readonly LogLine[], seq: number): number {
  return firstFrom(lines, seq + 1, (line) => line.seq)
}

/** The index of the first number that is not below the bound, in a sorted list. */
function firstFrom(numbers: readonly number[], bound: number): number
function firstFrom<T>(things: readonly T[], bound: number, numberOf: (thing: T) => number): number
function firstFrom<T>(
  things: readonly T[],
  bound: number,
  numberOf: (thing: T) => number = Number,
): number {
  let low = 0
  let high = things.length
  while (low < high) {
    const middle = (low + high) >> 1
    const thing = things[middle]
    if (thing !== undefined && numberOf(thing) < bound) low = middle + 1
    else high = middle
  }
  return low
}

/** The hit that comes next from a line, forwards or back, and round at the ends; null without hits. */
export function nextHit(
  hits: readonly number[],
  from: number | null,
  isBack: boolean,
): number | null {
  if (hits.length === 0) return null
  if (isBack) {
    const before = from === null ? hits.length : firstFrom(hits, from)
    return hits[before - 1] ?? hits.at(-1) ?? null
  }
  return hits[from === null ? 0 : firstFrom(hits, from + 1)] ?? hits[0] ?? null
}

/** `3 of 17`, or how many there are before one was gone to. */
export function hitWords({ wanted, hits }: LineSearch, current: number | null): string {
  if (wanted === '') return ''
  if (hits.length === 0) return 'No line holds this text.'
  const at = current === null ? -1 : hits.indexOf(current)
  if (at >= 0) return `${at + 1} of ${hits.length}`
  return hits.length === 1 ? '1 line' : `${hits.length} lines`
}

/** A text in parts, those at odd places being what was looked for. */
export function partsOf(text: string, wanted: string): readonly string[] {
  if (wanted === '') return [text]
  const lower = text.toLowerCase()
  // A letter whose small form is longer would shift everything behind it.
  if (lower.length !== text.length) return [text]
  const parts: string[] = []
  let start = 0
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, start)) {
    parts.push(text.slice(start, at), text.slice(at, at + wanted.length))
    start = at + wanted.length
  }
  return [...parts, text.slice(start)]
}
