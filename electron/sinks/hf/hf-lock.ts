import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { errors, fail } from '../../../shared/errors.ts'
import { writeFailure } from '../../files/file-failure.ts'
import { tryFlock, type Flock } from '../../files/flock.ts'
import { withLock } from '../../files/lock.ts'
import { ensurePrivateFolder } from '../../files/private-folder.ts'
import type { Log } from '../../ports.ts'

/** Longest wait for another holder; `hf` holds it for one request to the Hub. */
const patienceMs = 10_000
const pauseMs = 40

/**
 * Runs `work` while this process holds the lock that `hf` takes for its list of tokens. Our own
 * lock comes first, so that Hubkeys queue up fairly; it is also all there is where the system gives
 * no way to flock, which the log then says. Throws `store-write-failed` when another tool keeps it.
 */
export async function withHfLock<T>(
  path: string,
  work: () => Promise<T>,
  { log }: { readonly log: Log },
): Promise<T> {
  await ensurePrivateFolder(dirname(path))
  return await withLock(`${path}.hubkey`, async () => {
    const flock = await takeInTime(path)
    if (!flock.held) {
      log.warn(`This system gives no way to hold ${path}: only other Hubkeys are kept out.`)
    }
    try {
      return await work()
    } finally {
      await flock.release()
    }
  })
}

async function takeInTime(path: string): Promise<Flock> {
  const deadline = Date.now() + patienceMs
  while (Date.now() < deadline) {
    const flock = await tryFlock(path).catch((cause: unknown) => {
      throw writeFailure(path, cause)
    })
    if (flock !== null) return flock
    await wait(pauseMs)
  }
  throw fail(errors.storeWriteFailed(path, 'another tool is busy with it'))
}
