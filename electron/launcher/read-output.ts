import { open, readFile, type FileHandle } from 'node:fs/promises'
import type { LogLine, RunId } from '../../shared/domain/run.ts'
import { overwrites } from '../../shared/log-text.ts'
import { isMissing } from '../files/file-failure.ts'
import type { Paths } from '../ports.ts'
import { olderOutputPath, outputPath, outputPlacePath } from './run-folder.ts'

/** Most of a log file that one look reads. */
const mostBytes = 512 * 1024
/** Reading is begun anew so often when the file was put aside meanwhile. */
const mostTries = 3

type LogPlace = Pick<Paths, 'state'>

/**
 * Lines of a run from its log files, whoever writes them. A line's number is its place: how many bytes the run
 * had written at its end. Numbers grow, never repeat, and go on when a file is put aside.
 * These are the newest lines after a number, as far as one look goes. Null when there is no such run.
 */
export async function readOutput(
  id: RunId,
  after: number,
  paths: LogPlace,
): Promise<LogLine[] | null> {
  return await read(id, paths, ({ start, end }) => {
    const from = after > end ? start : Math.max(after, start)
    return end - from <= mostBytes ? [from, end] : [end - mostBytes, end]
  })
}

/** The oldest lines after a number, as far as one look goes; none when nothing came after it. */
export async function readOnwards(
  id: RunId,
  after: number,
  paths: LogPlace,
): Promise<LogLine[] | null> {
  return await read(id, paths, ({ start, end }) => {
    const from = Math.max(after, start)
    return [from, Math.min(end, from + mostBytes)]
  })
}

/** The lines that end at this number and before it, as far as one look goes. */
export async function readBefore(
  id: RunId,
  before: number,
  paths: LogPlace,
): Promise<LogLine[] | null> {
  return await read(id, paths, ({ start, end }) => {
    const to = Math.min(before, end)
    return [Math.max(start, to - mostBytes), to]
  })
}

/**
 * How many lines the run wrote before the one with this number, those left out that a later one took the place
 * of. Null when there is no such run, and when its files begin after that line.
 */
export async function countBefore(id: RunId, seq: number, paths: LogPlace): Promise<number | null> {
  return await withPieces(id, paths, async (pieces, { bytes: base, lines }) => {
    const start = pieces[0]?.start ?? 0
    if (seq <= start) return null
    const gone = start === base ? lines : lines - (await countBeginnings(pieces, start, base))
    return Math.max(0, gone + (await countBeginnings(pieces, start, seq)) - 1)
  })
}

/** One of a run's files, and which of the bytes that the run wrote lie in it. */
interface Piece {
  readonly file: FileHandle
  readonly start: number
  readonly end: number
}

/** Which of all bytes that are left are wanted. */
type Choice = (all: Pick<Piece, 'start' | 'end'>) => readonly [from: number, to: number]

async function read(id: RunId, paths: LogPlace, choose: Choice): Promise<LogLine[] | null> {
  return await withPieces(id, paths, async (pieces) => {
    const start = pieces[0]?.start ?? 0
    const [from, to] = choose({ start, end: pieces.at(-1)?.end ?? 0 })
    // With the byte before it, which tells whether a line begins there.
    const first = Math.max(start, from - 1)
    return linesOf(await bytesOf(pieces, first, to), first, from === start)
  })
}

/** What the run had written before the file that it writes now. */
interface Place {
  readonly bytes: number
  readonly lines: number
}

/** Reads the run's files as they are at one time; null when there are none. */
async function withPieces<T>(
  id: RunId,
  paths: LogPlace,
  use: (pieces: readonly Piece[], place: Place) => Promise<T>,
): Promise<T | null> {
  for (let tries = 1; ; tries += 1) {
    const place = await placeOf(id, paths)
    const pieces = await openPieces(id, place.bytes, paths)
    try {
      if (pieces.length === 0) return null
      const result = await use(pieces, place)
      const isSame = (await placeOf(id, paths)).bytes === place.bytes
      if (isSame || tries === mostTries) return result
    } finally {
      await Promise.all(pieces.map(async ({ file }) => file.close()))
    }
  }
}

async function placeOf(id: RunId, paths: LogPlace): Promise<Place> {
  const text = await readFile(outputPlacePath(paths, id), 'utf8').catch(() => '')
  const [, bytes, lines] = /^(\d{1,15})(?: (\d{1,15}))?$/.exec(text) ?? []
  return { bytes: Number(bytes ?? 0), lines: Number(lines ?? 0) }
}

async function openPieces(id: RunId, base: number, paths: LogPlace): Promise<readonly Piece[]> {
  const current = await openFile(outputPath(paths, id))
  if (current === null) return []
  const pieces = [{ file: current, start: base, end: base + (await current.stat()).size }]
  const older = base === 0 ? null : await openFile(olderOutputPath(paths, id))
  if (older === null) return pieces
  const { size } = await older.stat()
  return [{ file: older, start: base - size, end: base }, ...pieces]
}

async function openFile(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    if (isMissing(cause)) return null
    throw cause
  }
}

async function bytesOf(pieces: readonly Piece[], from: number, to: number): Promise<Buffer> {
  const parts: Buffer[] = []
  for (const { file, start, end } of pieces) {
    const [first, last] = [Math.max(from, start), Math.min(to, end)]
    if (first >= last) continue
    const length = last - first
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, first - start)
    parts.push(buffer.subarray(0, bytesRead))
  }
  return Buffer.concat(parts)
}

/** How many lines begin there and take no other's place. */
async function countBeginnings(
  pieces: readonly Piece[],
  from: number,
  to: number,
): Promise<number> {
  const overwriting = overwrites.charCodeAt(0)
  let count = 0
  let isBeginning = true
  for (let at = from; at < to; at += mostBytes) {
    const bytes = await bytesOf(pieces, at, Math.min(to, at + mostBytes))
    if (isBeginning && bytes.length > 0 && bytes[0] !== overwriting) count += 1
    const last = bytes.length - 1
    for (let end = bytes.indexOf(10); end >= 0 && end < last; end = bytes.indexOf(10, end + 1)) {
      if (bytes[end + 1] !== overwriting) count += 1
    }
    isBeginning = bytes[last] === 10
  }
  return count
}

/** Whole lines only: what is cut off at the beginning belongs to the page before. */
function linesOf(bytes: Buffer, from: number, isWhole: boolean): LogLine[] {
  const lines: LogLine[] = []
  const firstEnd = bytes.indexOf(10)
  if (!isWhole && firstEnd < 0) return lines
  let start = isWhole ? 0 : firstEnd + 1
  for (let end = bytes.indexOf(10, start); end >= 0; end = bytes.indexOf(10, start)) {
    lines.push({ seq: from + end + 1, text: bytes.toString('utf8', start, end).slice(0, 8192) })
    start = end + 1
  }
  return lines
}
