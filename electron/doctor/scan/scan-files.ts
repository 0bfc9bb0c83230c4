import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { isBinary, type FindTokens, type Hit } from './token-finder.ts'

/** What looking into one file came to. */
export interface FileHits {
  readonly path: string
  readonly hits: readonly Hit[]
}

export interface FileScan {
  readonly found: readonly FileHits[]
  readonly read: number
  readonly unread: number
}

/** A file is read in pieces of this size; a token across two of them is seen whole. */
const piece = 4 * 1024 * 1024
const overlap = 8 * 1024
/** Whoever has more text than this in one file has a log or a data set, and knows. */
const mostBytes = 512 * 1024 * 1024
/** So often others get their turn: Ctrl-C above all. */
const atOnce = 200

/**
 * Looks into every regular file at and below these paths. Links are not followed. Of a repository's
 * own folder only `config` is read, which may hold an address with a token; the rest is packed, and is
 * what scanning the history is for. The calls are the synchronous ones: on a big tree of small files
 * the others take several times as long. Throws the signal's reason when it is aborted.
 */
export async function scanFiles(
  paths: readonly string[],
  find: FindTokens,
  signal: AbortSignal,
): Promise<FileScan> {
  const buffer = Buffer.allocUnsafe(piece)
  const found: FileHits[] = []
  let [read, unread, since] = [0, 0, 0]
  const waiting: Entry[] = [...paths].reverse().map((path) => ({ path, kind: 'unknown' }))
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    since += 1
    if (since === atOnce) {
      since = 0
      await breathe()
      signal.throwIfAborted()
    }
    try {
      const below = entriesOf(entry)
      if (below !== null) {
        waiting.push(...below)
        continue
      }
      const { path } = entry
      const hits = hitsIn(path, buffer, find)
      if (hits === null) continue
      read += 1
      if (hits.length > 0) found.push({ path, hits })
    } catch {
      unread += 1
    }
  }
  return { found, read, unread }
}

/** A path with what the folder that it lies in says of it, so that not every file must be asked. */
interface Entry {
  readonly path: string
  readonly kind: 'file' | 'folder' | 'unknown'
}

/** What lies in a folder, the first one last; null for a file. */
function entriesOf({ path, kind }: Entry): Entry[] | null {
  if (kind === 'file') return null
  if (kind === 'unknown') {
    const stats = lstatSync(path)
    if (stats.isFile()) return null
    if (!stats.isDirectory()) return []
  }
  if (basename(path) === '.git') return [{ path: join(path, 'config'), kind: 'unknown' }]
  const entries = readdirSync(path, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .sort((one, other) => (one.name < other.name ? 1 : -1))
    .map((entry) => ({
      path: join(path, entry.name),
      kind: entry.isFile() ? 'file' : 'folder',
    }))
}

/** Null for what is no text, or is no file any more. */
function hitsIn(path: string, buffer: Buffer, find: FindTokens): readonly Hit[] | null {
  const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK
  const file = openSync(path, constants.O_RDONLY | noFollow)
  try {
    const length = readSync(file, buffer, 0, piece, null)
    if (isBinary(buffer.subarray(0, length))) return null
    if (length < piece) return find(buffer.subarray(0, length))
    const stats = fstatSync(file)
    if (!stats.isFile() || stats.size > mostBytes) throw new Error('too big')
    return hitsInPieces(file, buffer, length, find)
  } finally {
    closeSync(file)
  }
}

function hitsInPieces(
  file: number,
  buffer: Buffer,
  first: number,
  find: FindTokens,
): readonly Hit[] {
  const hits: Hit[] = []
  let lines = 0
  for (let length = first; ;) {
    const bytes = buffer.subarray(0, length)
    for (const hit of find(bytes)) {
      const line = hit.line + lines
      if (!hits.some((one) => one.line === line && one.token === hit.token)) {
        hits.push({ ...hit, line })
      }
    }
    if (length < piece) return hits
    for (let at = bytes.indexOf(0x0a); at !== -1 && at < length - overlap;) {
      lines += 1
      at = bytes.indexOf(0x0a, at + 1)
    }
    buffer.copyWithin(0, length - overlap, length)
    const more = readSync(file, buffer, overlap, piece - overlap, null)
    if (more === 0) return hits
    length = overlap + more
  }
}
