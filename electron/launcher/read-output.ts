import { open, readFile, type FileHandle } from 'node:fs/promises'
import type { LogLine, RunId } from '../../shared/domain/run.ts'
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

/** One of a run's files, and which of the bytes that the run wrote lie in it. */
interface Piece {
  readonly file: FileHandle
  readonly start: number
  readonly end: number
}

/** Which of all bytes that are left are wanted. */
type Choice = (all: Pick<Piece, 'start' | 'end'>) => readonly [from: number, to: number]

async function read(id: RunId, paths: LogPlace, choose: Choice): Promise<LogLine[] | null> {
  for (let tries = 1; ; tries += 1) {
    const base = await placeOf(id, paths)
    const pieces = await openPieces(id, base, paths)
    try {
      const last = pieces.at(-1)
      if (last === undefined) return null
      const start = pieces[0]?.start ?? 0
      const [from, to] = choose({ start, end: last.end })
      // With the byte before it, which tells whether a line begins there.
      const first = Math.max(start, from - 1)
      const bytes = await bytesOf(pieces, first, to)
      const isSame = (await placeOf(id, paths)) === base
      if (isSame || tries === mostTries) return linesOf(bytes, first, from === start)
    } finally {
      await Promise.all(pieces.map(async ({ file }) => file.close()))
    }
  }
}

/** How many bytes the run had written before the file that it writes now. */
async function placeOf(id: RunId, paths: LogPlace): Promise<number> {
  const text = await readFile(outputPlacePath(paths, id), 'utf8').catch(() => '')
  return /^\d{1,15}$/.test(text) ? Number(text) : 0
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
