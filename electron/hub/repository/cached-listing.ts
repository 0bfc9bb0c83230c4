import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { RepoPathSchema } from '../../../shared/domain/repo.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { repoFolder } from '../cache/layout.ts'
import { readRef } from '../cache/refs.ts'
import { readSnapshot } from '../cache/snapshot.ts'
import type { RepoPlace } from '../file-place.ts'
import type { HubNeeds } from '../needs.ts'

/** A commit's files as far as the cache knows them. */
export interface CachedListing {
  readonly commit: string
  readonly files: readonly {
    readonly path: string
    /** Bytes. */
    readonly size: number
    /** False for a file that is noted only. */
    readonly isThere: boolean
  }[]
}

/** `trees/<commit>.json`, in which huggingface_hub notes what a commit consists of. */
const TreeSchema = z.object({
  format_version: z.literal(1),
  files: z.record(z.string(), z.object({ size: z.number().int().nonnegative() })),
})
const mostTreeBytes = 64 * 1024 * 1024

/**
 * A repository's files as the cache alone knows them, or null when it does not know the revision.
 * Where another tool noted the whole commit, files that are not there are listed, too.
 */
export async function listCached(
  { type, repo, revision }: RepoPlace,
  { env, paths }: Pick<HubNeeds, 'env' | 'paths'>,
): Promise<CachedListing | null> {
  const folder = repoFolder(readHfEnvironment(env, paths.home).cache, repo, type)
  const commit = await readRef(folder, revision)
  if (commit === null) return null
  const present = await readSnapshot(join(folder.snapshots, commit))
  if (present.size === 0) return null
  const noted = await readTree(join(folder.root, 'trees', `${commit}.json`))
  const files = new Map([...noted, ...present])
  return {
    commit,
    files: [...files].map(([path, size]) => ({ path, size, isThere: present.has(path) })),
  }
}

async function readTree(path: string): Promise<[path: string, size: number][]> {
  const text = await readBounded(path).catch(() => '')
  const parsed = TreeSchema.safeParse(parseJson(text))
  if (!parsed.success) return []
  return Object.entries(parsed.data.files)
    .filter(([name]) => RepoPathSchema.safeParse(name).success)
    .map(([name, { size }]) => [name, size])
}

async function readBounded(path: string): Promise<string> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    return size > mostTreeBytes ? '' : await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
