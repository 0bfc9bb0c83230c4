import type { z } from 'zod'
import { errors, fail } from '../../shared/errors.ts'
import type { Clock, Log } from '../ports.ts'
import { withLock } from './lock.ts'
import { readBounded } from './read-bounded.ts'
import { setAside } from './set-aside.ts'
import { sweepTemporaries } from './temporaries.ts'
import { writeAtomic } from './write-atomic.ts'
import { dirname } from 'node:path'

/** A private JSON file of ours, with `version` as its first word. */
export interface JsonFile<T> {
  readonly path: string
  readonly schema: z.ZodType<T>
  /** The newest version this program understands. */
  readonly version: number
  readonly empty: T
  readonly maxBytes: number
}

export interface JsonFileNeeds {
  readonly clock: Clock
  readonly log: Log
}

/** What lies in the file, with its permission bits. */
export interface JsonContent<T> {
  readonly value: T
  readonly mode: string | undefined
}

/**
 * Reads the file; null when there is none. Throws `store-unreadable` when it cannot be read or
 * understood: that is never the same as empty.
 */
export async function readJson<T>(file: JsonFile<T>): Promise<JsonContent<T> | null> {
  const found = await readBounded(file.path, { maxBytes: file.maxBytes, trust: 'own' })
  if (found === null) return null
  const content = parse(file, found.text)
  if (content.kind !== 'understood') throw fail(errors.storeUnreadable(file.path, null))
  return { value: content.value, mode: found.mode }
}

/**
 * Reads, changes and replaces the file while no other process does. `change` gets the content
 * (or the empty one) and returns the new one, or null to leave everything as it is. A file that
 * cannot be understood is set aside first, never overwritten. Throws `store-unreadable` when it
 * cannot even be read or is of a newer version, and `store-write-failed`.
 */
export async function updateJson<T>(
  file: JsonFile<T>,
  change: (value: T) => T | null,
  needs: JsonFileNeeds,
): Promise<void> {
  await withLock(`${file.path}.lock`, async () => {
    const next = change(await readForChange(file, needs))
    if (next === null) return
    await writeAtomic(file.path, `${JSON.stringify(next, null, 2)}\n`)
    await sweepTemporaries(dirname(file.path))
  })
}

async function readForChange<T>(file: JsonFile<T>, { clock, log }: JsonFileNeeds): Promise<T> {
  const found = await readBounded(file.path, { maxBytes: file.maxBytes, trust: 'own' })
  if (found === null) return file.empty
  const content = parse(file, found.text)
  switch (content.kind) {
    case 'understood':
      return content.value
    case 'newer':
      throw fail(errors.storeUnreadable(file.path, null))
    case 'garbled': {
      const aside = await setAside(file.path, clock)
      log.warn(errors.storeUnreadable(file.path, aside).message)
      return file.empty
    }
  }
}

type Parsed<T> = { kind: 'understood'; value: T } | { kind: 'garbled' } | { kind: 'newer' }

function parse<T>(file: JsonFile<T>, text: string): Parsed<T> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { kind: 'garbled' }
  }
  const parsed = file.schema.safeParse(json)
  if (parsed.success) return { kind: 'understood', value: parsed.data }
  return versionOf(json) > file.version ? { kind: 'newer' } : { kind: 'garbled' }
}

/** A later Hubkey's file is not broken, merely beyond us. */
function versionOf(json: unknown): number {
  if (typeof json !== 'object' || json === null || !('version' in json)) return 0
  return typeof json.version === 'number' ? json.version : 0
}
