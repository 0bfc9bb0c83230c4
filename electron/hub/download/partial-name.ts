import { createHash } from 'node:crypto'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isRunning, ownMark, type ProcessMark } from '../../files/process-mark.ts'
import { bytesOnDisk } from '../cache/survey.ts'

/**
 * Unfinished blobs are called `<etag>.<pid>-<start>-<host>.hubkey-partial`. They lie beside the
 * finished ones, so that finishing is one rename. The ending is our own: `hf cache prune` deletes
 * every `*.incomplete`, even one that is being written.
 *
 * The name tells whose it is. One process writes to one file; whoever finds the file of a process
 * that is gone takes it over by renaming it, which only one can succeed in. So a download goes on
 * after a crash, and two processes never write to the same file, without any lock.
 */
const ending = '.hubkey-partial'

/** A living owner that has not written for this long is not waited for (asleep, stopped). */
const silentMs = 120_000
/** An owner that cannot be checked (another host, a number used again) is given up after this. */
const forgottenMs = 24 * 60 * 60 * 1000

/** What a process that wants a blob finds. */
export type Claim =
  | { readonly kind: 'mine'; readonly path: string }
  /** Another process is fetching it; `receivedBytes` is how far it is. */
  | { readonly kind: 'theirs'; readonly receivedBytes: number }

/** Finds or takes over what is there of a blob, or names a new file. Does not create it. */
export async function claimPartial(blobs: string, etag: string): Promise<Claim> {
  const own = join(blobs, nameOf(etag, ownMark()))
  const partials = await list(blobs, etag)
  const theirs = partials.filter(({ path }) => path !== own)
  if (partials.length > theirs.length) return { kind: 'mine', path: own }
  const working = theirs.find(({ state }) => state === 'working')
  if (working !== undefined) return { kind: 'theirs', receivedBytes: working.size }
  const left = theirs.filter(({ state }) => state === 'left').sort((a, b) => b.size - a.size)
  for (const { path } of left) {
    const taken = await rename(path, own).then(
      () => true,
      () => false,
    )
    if (taken) break
  }
  return { kind: 'mine', path: own }
}

/** Removes what dead processes left of a blob that is complete now. */
export async function sweepPartials(blobs: string, etag: string): Promise<void> {
  for (const { path, state } of await list(blobs, etag)) {
    if (state === 'left') await rm(path, { force: true })
  }
}

/** Bytes that unfinished blobs take up, whoever's they are. */
export async function bytesInPartials(blobs: string): Promise<number> {
  return (await list(blobs, null)).reduce((sum, { size }) => sum + size, 0)
}

/** Whether a running process is at work on a blob of this folder. */
export async function isBeingFetched(blobs: string): Promise<boolean> {
  return (await list(blobs, null)).some(({ state }) => state === 'working')
}

interface Partial {
  readonly path: string
  readonly size: number
  readonly state: 'working' | 'silent' | 'left'
}

async function list(blobs: string, etag: string | null): Promise<Partial[]> {
  const names = (await readdir(blobs).catch(() => [])).filter(
    (name) => name.endsWith(ending) && (etag === null || name.startsWith(`${etag}.`)),
  )
  const found: Partial[] = []
  for (const name of names) {
    const path = join(blobs, name)
    const file = await stat(path).catch(() => null)
    if (file !== null) {
      found.push({ path, size: bytesOnDisk(file), state: stateOf(name, Date.now() - file.mtimeMs) })
    }
  }
  return found
}

function stateOf(name: string, ageMs: number): Partial['state'] {
  const [, pid, started, host] = /\.(\d+)-(\d+)-([0-9a-f]{8})\.[a-z-]+$/.exec(name) ?? []
  if (pid === undefined || started === undefined) return 'silent'
  const running = isRunning({
    pid: Number(pid),
    started: started === '0' ? null : started,
    host: host === shortHost(hostname()) ? hostname() : '',
  })
  if (running === 'no' || (running === 'unknown' && ageMs > forgottenMs)) return 'left'
  return ageMs > silentMs ? 'silent' : 'working'
}

function nameOf(etag: string, { pid, started, host }: ProcessMark): string {
  return `${etag}.${pid}-${started ?? '0'}-${shortHost(host)}${ending}`
}

function shortHost(host: string): string {
  return createHash('sha256').update(host).digest('hex').slice(0, 8)
}
