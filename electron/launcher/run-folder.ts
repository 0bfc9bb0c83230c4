import { lstat, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { RunIdSchema, type RunId } from '../../shared/domain/run.ts'
import { ensurePrivateFolder } from '../files/private-folder.ts'
import { namesIn } from '../files/temporaries.ts'
import { writeAtomic } from '../files/write-atomic.ts'
import type { Paths } from '../ports.ts'

/** Folders of ended runs that are kept, newest first. */
const foldersKept = 50

/** Where one launch's artifacts lie. */
export function runFolder(paths: Pick<Paths, 'state'>, id: RunId): string {
  return join(paths.state, 'runs', id)
}

/** A run's masked output. */
export function outputPath(paths: Pick<Paths, 'state'>, id: RunId): string {
  return join(runFolder(paths, id), 'output.log')
}

/** What it wrote before that, put aside when the file had grown. */
export function olderOutputPath(paths: Pick<Paths, 'state'>, id: RunId): string {
  return `${outputPath(paths, id)}.1`
}

/** How many bytes and lines it had written before those of `output.log`, as two numbers in a file. */
export function outputPlacePath(paths: Pick<Paths, 'state'>, id: RunId): string {
  return `${outputPath(paths, id)}.place`
}

/** How a run was started, for people and support. Holds names of secrets, never a value. */
export interface LaunchContext {
  readonly run: RunId
  readonly hubkey: { readonly pid: number; readonly kind: string }
  readonly node: string
  readonly model: {
    readonly repo: string
    readonly revision: string
    readonly file: string | null
    readonly path: string
  }
  readonly engine: string
  readonly engineFacts: string | null
  readonly port: number | null
  readonly pid: number | null
  readonly startedAt: string
  readonly detached: boolean
  /** Names of the variables in the engine's environment. */
  readonly environment: readonly string[]
  readonly secrets: readonly string[]
}

/** Creates the run's folder, 0700. Throws `store-write-failed`. */
export async function createRunFolder(paths: Pick<Paths, 'state'>, id: RunId): Promise<void> {
  await ensurePrivateFolder(runFolder(paths, id))
}

/** The run's folder when it is there; a link in its place counts as none. */
export async function findRunFolder(
  paths: Pick<Paths, 'state'>,
  id: RunId,
): Promise<string | null> {
  const folder = runFolder(paths, id)
  const stats = await lstat(folder).catch(() => null)
  return stats?.isDirectory() === true ? folder : null
}

/** Writes `launch_context.json`. Throws `store-write-failed`. */
export async function writeLaunchContext(
  paths: Pick<Paths, 'state'>,
  context: LaunchContext,
): Promise<void> {
  const path = join(runFolder(paths, context.run), 'launch_context.json')
  await writeAtomic(path, `${JSON.stringify(context, null, 2)}\n`)
}

/** All runs that left a folder, ended ones too, oldest first. */
export async function listRunFolders(paths: Pick<Paths, 'state'>): Promise<readonly RunId[]> {
  const names = await namesIn(join(paths.state, 'runs'))
  return names.filter((name) => RunIdSchema.safeParse(name).success).sort()
}

/** Removes the oldest run folders beyond the kept ones, except those of live runs. */
export async function pruneRunFolders(
  paths: Pick<Paths, 'state'>,
  live: ReadonlySet<RunId>,
): Promise<void> {
  const names = (await listRunFolders(paths)).filter((name) => !live.has(name))
  for (const name of names.slice(0, -foldersKept)) {
    const folder = runFolder(paths, name)
    const stats = await lstat(folder).catch(() => null)
    // A link was put there by someone; what it points to is not ours to remove.
    if (stats?.isDirectory() === true) await rm(folder, { recursive: true, force: true })
  }
}
