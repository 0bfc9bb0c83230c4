import { access, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import {
  LaunchRequestSchema,
  RunIdSchema,
  RunViewSchema,
  type RunId,
} from '../../shared/domain/run.ts'
import { readBounded } from '../files/read-bounded.ts'
import { setAside } from '../files/set-aside.ts'
import { namesIn, sweepTemporaries } from '../files/temporaries.ts'
import { writeAtomic } from '../files/write-atomic.ts'
import type { Clock, Log, Paths } from '../ports.ts'
import { ProcessStampSchema } from '../engine/process-stamp.ts'

const version = 1
const mostBytes = 64 * 1024

/** One live run, written down so that it is found again whatever becomes of its owner. */
export const LedgerEntrySchema = z.object({
  version: z.literal(version),
  run: RunViewSchema,
  /** What was asked for, to launch the same again; older entries do not tell. */
  request: LaunchRequestSchema.nullable().default(null),
  process: ProcessStampSchema,
  owner: ProcessStampSchema.extend({ kind: z.enum(['app', 'cli']) }),
})
export type LedgerEntry = z.infer<typeof LedgerEntrySchema>

export interface LedgerNeeds {
  readonly paths: Pick<Paths, 'state'>
  readonly clock: Clock
  readonly log: Log
}

/** The folder with one small file per live run. */
export function ledgerFolder({ state }: Pick<Paths, 'state'>): string {
  return join(state, 'ledger')
}

/** Enters a run, or what has changed about it. Throws `store-write-failed`. */
export async function enter(
  entry: Omit<LedgerEntry, 'version'>,
  { paths }: Pick<LedgerNeeds, 'paths'>,
): Promise<void> {
  const path = entryPath(paths, entry.run.id)
  await writeAtomic(path, `${JSON.stringify({ version, ...entry }, null, 2)}\n`)
}

/** Strikes a run that has ended. */
export async function strike(id: RunId, { paths }: Pick<LedgerNeeds, 'paths'>): Promise<void> {
  for (const path of [entryPath(paths, id), stopPath(paths, id)]) {
    await rm(path, { force: true }).catch(() => undefined)
  }
}

/** Writes down for the owner of a run that it is meant to end. Throws `store-write-failed`. */
export async function noteStop(id: RunId, { paths }: Pick<LedgerNeeds, 'paths'>): Promise<void> {
  await writeAtomic(stopPath(paths, id), '')
}

/** True when another program asked for the end of a run. */
export async function isAskedToStop(
  id: RunId,
  { paths }: Pick<LedgerNeeds, 'paths'>,
): Promise<boolean> {
  return await access(stopPath(paths, id)).then(
    () => true,
    () => false,
  )
}

/** Takes away what writers left that were killed while they wrote an entry. Never throws. */
export async function tidyLedger({ paths }: Pick<LedgerNeeds, 'paths'>): Promise<void> {
  await sweepTemporaries(ledgerFolder(paths))
}

/** All entries that can be read. Others cost a warning; broken ones are moved out of the way. */
export async function readLedger(needs: LedgerNeeds): Promise<readonly LedgerEntry[]> {
  const folder = ledgerFolder(needs.paths)
  const entries: LedgerEntry[] = []
  for (const name of await namesIn(folder)) {
    const id = RunIdSchema.safeParse(name.replace(/\.json$/, ''))
    if (!name.endsWith('.json') || !id.success) continue
    const entry = await readEntry(join(folder, name), needs)
    if (entry?.run.id === id.data) entries.push(entry)
  }
  return entries.sort((a, b) => a.run.id.localeCompare(b.run.id))
}

async function readEntry(path: string, needs: LedgerNeeds): Promise<LedgerEntry | null> {
  try {
    const found = await readBounded(path, { maxBytes: mostBytes, trust: 'own' })
    if (found === null) return null
    const entry = LedgerEntrySchema.safeParse(parseJson(found.text))
    if (entry.success) return entry.data
    needs.log.warn(`The ledger entry ${path} cannot be understood; it was set aside.`)
    await setAside(path, needs.clock)
  } catch {
    needs.log.warn(`The ledger entry ${path} cannot be read; it is left out.`)
  }
  return null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function stopPath(paths: Pick<Paths, 'state'>, id: RunId): string {
  return join(ledgerFolder(paths), `${id}.stop`)
}

function entryPath(paths: Pick<Paths, 'state'>, id: RunId): string {
  return join(ledgerFolder(paths), `${id}.json`)
}
