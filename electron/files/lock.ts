import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, open, readFile, unlink, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { errors, fail } from '../../shared/errors.ts'
import { codeOf, isMissing, writeFailure } from './file-failure.ts'
import { ensurePrivateFolder } from './private-folder.ts'
import { isRunning, ownMark, ProcessMarkSchema } from './process-mark.ts'

const HolderSchema = ProcessMarkSchema.extend({ nonce: z.string().max(64) })

/** Longest wait for another holder, when it holds it for a few file operations only. */
const usualPatienceMs = 10_000
/** After this a holder that cannot be proven alive (another machine, macOS, Windows) is given up. */
const unprovenMs = 60_000
/** A lock without a name in it: its maker was killed between the two calls, or is about to write. */
const namelessMs = 2_000

/** Turns in this process, so that its own tasks queue up fairly instead of polling. */
const turns = new Map<string, Promise<unknown>>()

/**
 * Runs `work` while no other task in any process runs under the same lock file. For reading,
 * changing and replacing a file: without it two writers lose each other's change, rename or not.
 * A holder that died is noticed at once by its process mark. Throws `store-write-failed` when the
 * lock cannot be had within the patience (milliseconds, ten seconds unless told); what `work` throws
 * passes through.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  patienceMs = usualPatienceMs,
): Promise<T> {
  const before = turns.get(path) ?? Promise.resolve()
  const turn = before.then(async () => {
    const nonce = await acquire(path, patienceMs)
    try {
      return await work()
    } finally {
      await release(path, nonce)
    }
  })
  const settled = turn.catch(() => undefined)
  turns.set(path, settled)
  try {
    return await turn
  } finally {
    if (turns.get(path) === settled) turns.delete(path)
  }
}

async function acquire(path: string, patienceMs: number): Promise<string> {
  await ensurePrivateFolder(dirname(path))
  const nonce = randomBytes(16).toString('hex')
  const deadline = Date.now() + patienceMs
  while (Date.now() < deadline) {
    if (await create(path, nonce)) return nonce
    await breakWhenStale(path)
    await wait(2 + Math.random() * 15)
  }
  throw fail(errors.storeWriteFailed(path, 'another Hubkey is busy with it'))
}

/** True when the file is there now and names us. */
async function create(path: string, nonce: string): Promise<boolean> {
  let handle: FileHandle
  try {
    handle = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
  } catch (cause) {
    if (isTaken(cause)) return false
    throw writeFailure(path, cause)
  }
  try {
    await handle.writeFile(JSON.stringify({ ...ownMark(), nonce }))
  } catch (cause) {
    // Without a name in it the next one would wait for us.
    await unlink(path).catch(() => undefined)
    throw writeFailure(path, cause)
  } finally {
    await handle.close()
  }
  // We may have been asleep between the two calls for so long that someone gave the lock up.
  return (await holderOf(path))?.nonce === nonce
}

/** Windows answers EPERM or EBUSY while a just removed file is still closing. */
function isTaken(cause: unknown): boolean {
  const code = codeOf(cause)
  if (code === 'EEXIST') return true
  return process.platform === 'win32' && (code === 'EPERM' || code === 'EBUSY')
}

async function release(path: string, nonce: string): Promise<void> {
  if ((await holderOf(path))?.nonce === nonce) await unlink(path).catch(() => undefined)
}

/**
 * Removes the lock of a holder that is gone. Two waiters could both see the same dead holder, and
 * the slower one would remove the lock that the faster one made since: hence a second lock, held
 * for this check alone.
 */
async function breakWhenStale(path: string): Promise<void> {
  if (!(await isStale(path))) return
  const breaker = `${path}.break`
  try {
    const handle = await open(
      breaker,
      constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY,
      0o600,
    )
    await handle.close()
  } catch {
    if ((await ageOf(breaker)) > namelessMs * 5) await unlink(breaker).catch(() => undefined)
    return
  }
  try {
    if (await isStale(path)) await unlink(path)
  } catch (cause) {
    if (!isMissing(cause)) throw writeFailure(path, cause)
  } finally {
    await unlink(breaker).catch(() => undefined)
  }
}

async function isStale(path: string): Promise<boolean> {
  const age = await ageOf(path)
  const holder = await holderOf(path)
  if (holder === null) return age > namelessMs
  const running = isRunning(holder)
  return running === 'no' || (running === 'unknown' && age > unprovenMs)
}

/** Milliseconds since the last write; 0 when there is nothing, which is never stale. */
async function ageOf(path: string): Promise<number> {
  try {
    return Date.now() - (await lstat(path)).mtimeMs
  } catch {
    return 0
  }
}

async function holderOf(path: string): Promise<z.infer<typeof HolderSchema> | null> {
  try {
    return HolderSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}
