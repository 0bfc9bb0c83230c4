import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { RepoPathSchema } from '../../../shared/domain/repo.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { repoFolder, type RepoFolder } from '../cache/layout.ts'
import { putInPlace } from '../cache/put-in-place.ts'
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

/**
 * `trees/<commit>.json`, in which huggingface_hub notes what a commit consists of. It also notes the
 * addresses of another storage there, which we do not know; so what we note lies beside it.
 */
const TreeSchema = z.object({
  format_version: z.literal(1),
  files: z.record(z.string(), z.object({ size: z.number().int().nonnegative() })),
})
const endings = ['.json', '.hubkey.json'] as const
const mostTreeBytes = 64 * 1024 * 1024

/**
 * A repository's files as the cache alone knows them, or null when it does not know the revision.
 * Where a tool noted the whole commit, files that are not there are listed, too.
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
  const noted = await Promise.all(
    endings.map((ending) => readTree(join(folder.root, 'trees', `${commit}${ending}`))),
  )
  const files = new Map([...noted.flat(), ...present])
  return {
    commit,
    files: [...files].map(([path, size]) => ({ path, size, isThere: present.has(path) })),
  }
}

/**
 * Notes what a commit consists of, so that a part of it is not taken for the whole when the Hub
 * cannot be asked. Throws what the disk throws.
 */
export async function noteListing(
  { root }: RepoFolder,
  commit: string,
  files: readonly { readonly path: string; readonly size: number }[],
): Promise<void> {
  const path = join(root, 'trees', `${commit}.hubkey.json`)
  // A commit never changes, and neither does what it consists of.
  if ((await stat(path).catch(() => null)) !== null) return
  const tree = Object.fromEntries(files.map((file) => [file.path, { size: file.size }]))
  await putInPlace(path, JSON.stringify({ format_version: 1, files: tree }))
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
