import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CachedModel } from '../../../shared/domain/model.ts'
import { RepoPathSchema } from '../../../shared/domain/repo.ts'
import { isLaunchable, partsOf } from '../model/gguf-name.ts'
import { quantisationOf } from '../model/quantisation.ts'

/** Files of one snapshot with their sizes in bytes. A link whose blob is gone counts as absent. */
export async function readSnapshot(snapshot: string): Promise<ReadonlyMap<string, number>> {
  const names = await readdir(snapshot, { recursive: true }).catch(() => [])
  const found = new Map<string, number>()
  for (const name of names) {
    const path = RepoPathSchema.safeParse(name.replaceAll('\\', '/'))
    const file = path.success ? await stat(join(snapshot, name)).catch(() => null) : null
    if (path.success && file?.isFile() === true) found.set(path.data, file.size)
  }
  return found
}

/** Launchable files of one snapshot that are there with all their parts; `size` is that of all. */
export async function listLaunchable(
  snapshot: string,
): Promise<Pick<CachedModel, 'path' | 'size' | 'quantisation'>[]> {
  const files = await readSnapshot(snapshot)
  return [...files.keys()].filter(isLaunchable).flatMap((path) => {
    const sizes = partsOf(path).map((part) => files.get(part))
    if (sizes.includes(undefined)) return []
    const size = sizes.reduce<number>((sum, each) => sum + (each ?? 0), 0)
    return [{ path, size, quantisation: quantisationOf(path) }]
  })
}
