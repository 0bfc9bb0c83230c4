import { join } from 'node:path'
import { z } from 'zod'
import { RunIdSchema, type RunId } from '../../shared/domain/run.ts'
import { readBounded } from '../files/read-bounded.ts'
import type { Paths } from '../ports.ts'
import { listRunFolders, runFolder } from './run-folder.ts'

/** What `launch_context.json` tells of a run that is over; older ones may lack some of it. */
const EndedRunSchema = z.object({
  run: RunIdSchema,
  model: z.object({ repo: z.string().max(1024), file: z.string().max(1024).nullable() }),
  engine: z.string().max(100),
  startedAt: z.string().max(40),
})

/** A run that has ended and left its folder. */
export interface EndedRun {
  readonly id: RunId
  readonly repo: string
  readonly file: string | null
  readonly engine: string
  /** ISO 8601. */
  readonly startedAt: string
}

const mostBytes = 1024 * 1024

/** Those whose folders are still kept, oldest first, but for the live ones. What cannot be read is left out. */
export async function listEndedRuns(
  paths: Pick<Paths, 'state'>,
  live: ReadonlySet<RunId>,
): Promise<readonly EndedRun[]> {
  const ids = (await listRunFolders(paths)).filter((id) => !live.has(id))
  const read = await Promise.all(ids.map(async (id) => readEnded(paths, id)))
  return read.filter((run) => run !== null)
}

async function readEnded(paths: Pick<Paths, 'state'>, id: RunId): Promise<EndedRun | null> {
  const path = join(runFolder(paths, id), 'launch_context.json')
  try {
    const found = await readBounded(path, { maxBytes: mostBytes, trust: 'own' })
    if (found === null) return null
    const { run, model, engine, startedAt } = EndedRunSchema.parse(JSON.parse(found.text))
    return run === id ? { id, ...model, engine, startedAt } : null
  } catch {
    return null
  }
}
