import { spawn } from 'node:child_process'
import { errors, fail } from '../../../shared/errors.ts'
import type { Environment } from '../../ports.ts'
import { isBinary, type FindTokens, type Hit } from './token-finder.ts'

/** A version of a file that a repository keeps, with a token in it. */
export interface ObjectHits {
  readonly object: string
  readonly kind: 'blob' | 'commit' | 'tag'
  readonly hits: readonly Hit[]
}

export interface ObjectScan {
  readonly found: readonly ObjectHits[]
  readonly read: number
  readonly unread: number
}

/** A longer version is passed over, and counted as unread. */
const mostBytes = 64 * 1024 * 1024

/**
 * Looks into versions of files, and into what commits and tags say, through one
 * `git cat-file --batch`: all that the repository keeps, reachable or not, or only these objects.
 * Throws `bad-input` where there is no repository.
 */
export async function scanObjects(
  folder: string,
  objects: readonly string[] | 'all',
  find: FindTokens,
  env: Environment,
): Promise<ObjectScan> {
  const all = objects === 'all' ? ['--batch-all-objects', '--unordered'] : []
  const child = spawn('git', ['-C', folder, 'cat-file', '--batch', '--buffer', ...all], {
    env: { ...env, GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(objects === 'all' ? '' : `${objects.join('\n')}\n`)
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('close', resolve)
  })
  const reader = new BatchReader(find)
  for await (const chunk of child.stdout) reader.push(chunk as Buffer)
  if ((await ended) !== 0)
    throw fail(errors.badInput(`${folder} is no repository that git can read.`))
  return { found: reader.found, read: reader.read, unread: reader.unread }
}

interface OpenObject {
  readonly id: string
  readonly kind: string
  readonly isWanted: boolean
  /** Bytes that are to come, the line break included. */
  left: number
  readonly chunks: Buffer[]
}

/** Reads `<id> <type> <size>`, a line break, that many bytes and a line break, again and again. */
class BatchReader {
  readonly found: ObjectHits[] = []
  read = 0
  unread = 0
  readonly #find: FindTokens
  #head = ''
  #object: OpenObject | null = null

  constructor(find: FindTokens) {
    this.#find = find
  }

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) {
      at = this.#object === null ? this.#readHead(chunk, at) : this.#readBody(chunk, at)
    }
  }

  #readHead(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(0x0a, at)
    this.#head += chunk.toString('latin1', at, end === -1 ? chunk.length : end)
    if (end === -1) return chunk.length
    const [id = '', kind = '', size = ''] = this.#head.split(' ')
    this.#head = ''
    // `<id> missing` has no body.
    if (/^\d+$/.test(size)) {
      const isWanted = kind !== 'tree' && Number(size) <= mostBytes
      this.#object = { id, kind, isWanted, left: Number(size) + 1, chunks: [] }
    }
    return end + 1
  }

  #readBody(chunk: Buffer, at: number): number {
    const object = this.#object
    if (object === null) return at
    const part = chunk.subarray(at, at + object.left)
    if (object.isWanted) object.chunks.push(part)
    object.left -= part.length
    if (object.left === 0) this.#finish(object.id, object.kind, object.chunks)
    return at + part.length
  }

  #finish(id: string, kind: string, chunks: readonly Buffer[]): void {
    this.#object = null
    if (kind !== 'blob' && kind !== 'commit' && kind !== 'tag') return
    if (chunks.length === 0) {
      this.unread += 1
      return
    }
    const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
    if (isBinary(bytes)) return
    this.read += 1
    const hits = this.#find(bytes.subarray(0, -1))
    if (hits.length > 0) this.found.push({ object: id, kind, hits })
  }
}
