import { createHmac, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { withLock } from '../files/lock.ts'
import { readBounded } from '../files/read-bounded.ts'
import { writeAtomic } from '../files/write-atomic.ts'
import { setAside } from '../files/set-aside.ts'
import type { Clock, Log, Paths } from '../ports.ts'
import type { Secret } from '../redaction/secret.ts'

/** Eight hex characters: enough to tell a person's few tokens apart, far too few to test guesses. */
const length = 8

export interface FingerprintNeeds {
  readonly paths: Pick<Paths, 'config'>
  readonly clock: Clock
  readonly log: Log
}

/** Tells whether two places hold the same token, without holding it. */
export type TakeFingerprint = (secret: Secret) => string

/** Keys of this process by file, also those that could not be written down. */
const keys = new Map<string, Promise<Buffer>>()

/**
 * Opens this install's fingerprinting: HMAC-SHA256 under a random key of its own (0600, config
 * folder), so that a fingerprint in a log or a bug report cannot be matched with a token anywhere
 * else. When the key cannot be kept (read-only folder), one for this process serves.
 */
export async function openFingerprints(needs: FingerprintNeeds): Promise<TakeFingerprint> {
  const path = join(needs.paths.config, 'fingerprint.key')
  const pending = keys.get(path) ?? loadKey(path, needs)
  keys.set(path, pending)
  const key = await pending
  return (secret) =>
    createHmac('sha256', key).update(secret.reveal()).digest('hex').slice(0, length)
}

async function loadKey(path: string, needs: FingerprintNeeds): Promise<Buffer> {
  try {
    return (await readKey(path)) ?? (await makeKey(path, needs))
  } catch {
    needs.log.warn(`${path} cannot be kept, so fingerprints change with the next start.`)
    return randomBytes(32)
  }
}

async function readKey(path: string): Promise<Buffer | null> {
  const file = await readBounded(path, { maxBytes: 1024, trust: 'own' })
  return file !== null && /^[0-9a-f]{64}\n$/.test(file.text)
    ? Buffer.from(file.text.trim(), 'hex')
    : null
}

/** Under the lock, for two processes that start for the first time must agree on one key. */
async function makeKey(path: string, { clock }: FingerprintNeeds): Promise<Buffer> {
  return await withLock(`${path}.lock`, async () => {
    const made = await readKey(path)
    if (made !== null) return made
    if ((await readBounded(path, { maxBytes: 1024, trust: 'own' })) !== null) {
      await setAside(path, clock)
    }
    const key = randomBytes(32)
    await writeAtomic(path, `${key.toString('hex')}\n`)
    return key
  })
}
