import { lstat, rm, statfs } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { RunIdSchema, type RunId } from '../../shared/domain/run.ts'
import { errors, fail } from '../../shared/errors.ts'
import { variable } from '../environment.ts'
import { isOwn } from '../files/ownership.ts'
import { namesIn } from '../files/temporaries.ts'
import { writeAtomic } from '../files/write-atomic.ts'
import type { Environment } from '../ports.ts'
import type { Secret } from '../redaction/secret.ts'

/** The kinds of file systems of Linux that never reach a disk (tmpfs, ramfs). Source: statfs(2). */
const inMemory = new Set([0x01021994, 0x858458f6])

/**
 * A token in a file of one run's own, for a server that reads it anew whenever it needs it
 * (`HF_TOKEN_PATH` of huggingface_hub): a rotation reaches it while it runs. It lies in memory, 0600
 * in a 0700 folder, and goes with the run.
 */
export interface TokenFile {
  readonly path: string
  /** Puts another token in its place, as a whole. Throws `store-write-failed`. */
  write(secret: Secret): Promise<void>
  /** Never fails. */
  remove(): Promise<void>
}

/** Creates it. Throws `no-token-folder` where nothing lies in memory alone, and `store-write-failed`. */
export async function createTokenFile(
  { run, secret }: { readonly run: RunId; readonly secret: Secret },
  { env }: { readonly env: Environment },
): Promise<TokenFile> {
  const root = await rootFolder(env)
  if (root === null) throw fail(errors.noTokenFolder())
  const folder = join(root, run)
  const path = join(folder, 'token')
  const write = async (token: Secret): Promise<void> => {
    await writeAtomic(path, token.reveal())
  }
  await write(secret)
  return { path, write, remove: async () => drop(folder) }
}

/** Removes the files of runs that are no more, such as those of a Hubkey that was killed. Never fails. */
export async function sweepTokenFiles(
  live: ReadonlySet<RunId>,
  { env }: { readonly env: Environment },
): Promise<void> {
  const root = await rootFolder(env)
  if (root === null) return
  for (const name of await namesIn(root).catch(() => [])) {
    if (RunIdSchema.safeParse(name).success && !live.has(name)) await drop(join(root, name))
  }
}

/** `$XDG_RUNTIME_DIR/hubkey`, when that is this user's own and lies in memory; null otherwise. */
async function rootFolder(env: Environment): Promise<string | null> {
  const runtime = variable(env, 'XDG_RUNTIME_DIR')
  if (runtime === null || !isAbsolute(runtime) || process.platform !== 'linux') return null
  try {
    const [place, system] = [await lstat(runtime), await statfs(runtime)]
    const isPrivate = place.isDirectory() && isOwn(place) && (place.mode & 0o077) === 0
    return isPrivate && inMemory.has(system.type) ? join(runtime, 'hubkey') : null
  } catch {
    return null
  }
}

async function drop(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined)
}
