import { randomBytes } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Clock } from '../ports.ts'
import { writeFailure } from './file-failure.ts'
import { namesIn } from './temporaries.ts'
import { syncFolder } from './write-atomic.ts'

const mark = '.unreadable-'

/**
 * Moves a file that cannot be understood to a dated name beside it, so that nothing overwrites it
 * and a person can rescue what it holds. Returns the new path. Throws `store-write-failed`.
 */
export async function setAside(path: string, clock: Clock): Promise<string> {
  const stamp = clock.now().toISOString().replace(/[-:]/g, '').slice(0, 15)
  const target = `${path}${mark}${stamp}-${randomBytes(3).toString('hex')}`
  try {
    await rename(path, target)
    await syncFolder(dirname(path))
    return target
  } catch (cause) {
    throw writeFailure(path, cause)
  }
}

/** What was set aside for this file, oldest first. */
export async function findSetAside(path: string): Promise<readonly string[]> {
  const prefix = `${basename(path)}${mark}`
  const names = (await namesIn(dirname(path))).filter((name) => name.startsWith(prefix))
  return names.sort().map((name) => join(dirname(path), name))
}
