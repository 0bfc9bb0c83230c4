import { join } from 'node:path'
import { withLock } from '../files/lock.ts'
import type { CredentialNeeds } from './needs.ts'

/**
 * Milliseconds to wait for another Hubkey's change: it may have a slow keyring and several sinks to
 * go through, and others may be waiting in front.
 */
const patienceMs = 60_000

/**
 * Runs a change of stored tokens while no other one runs in any process, so that keyring, file,
 * account list and sinks are changed as one. Not to be called from within itself. Throws
 * `store-write-failed` when the lock cannot be had.
 */
export async function withCredentialLock<T>(
  { paths }: Pick<CredentialNeeds, 'paths'>,
  work: () => Promise<T>,
): Promise<T> {
  return await withLock(join(paths.state, 'credentials.lock'), work, patienceMs)
}
