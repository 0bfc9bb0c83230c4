import { join } from 'node:path'
import type { ModelFile } from '../../../shared/domain/model.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { repoFolder, type RepoFolder } from '../cache/layout.ts'
import { readRef } from '../cache/refs.ts'
import { listLaunchable, readSnapshot } from '../cache/snapshot.ts'
import type { HubNeeds } from '../needs.ts'
import { isLaunchable, partsOf } from './gguf-name.ts'
import { quantisationOf } from './quantisation.ts'

/** Most files a view lists besides those that can be launched; some repositories hold 50,000. */
const mostOthers = 1000

type CacheNeeds = Pick<HubNeeds, 'env' | 'paths'>

/** The Hub's files as a view has them. The first part of a split counts as cached when every part is. */
export async function withCache(
  files: readonly { readonly path: string; readonly size: number }[],
  { repo, commit }: { readonly repo: string; readonly commit: string },
  needs: CacheNeeds,
): Promise<ModelFile[]> {
  const present = new Set(
    (await readSnapshot(join(folderOf(repo, needs).snapshots, commit))).keys(),
  )
  const sizes = new Map(files.map(({ path, size }) => [path, size]))
  return keepView(files).map(({ path }) => {
    const parts = isLaunchable(path) ? partsOf(path) : [path]
    return {
      path,
      size: parts.reduce((sum, part) => sum + (sizes.get(part) ?? 0), 0),
      quantisation: quantisationOf(path),
      launchable: isLaunchable(path),
      cached: parts.every((part) => present.has(part)),
    }
  })
}

/** What the cache alone can offer of a model: its launchable files at the revision's last commit. */
export async function cachedFiles(
  { repo, revision }: { readonly repo: string; readonly revision: string },
  needs: CacheNeeds,
): Promise<{ commit: string | null; files: ModelFile[] }> {
  const folder = folderOf(repo, needs)
  const commit = await readRef(folder, revision)
  if (commit === null) return { commit, files: [] }
  const found = await listLaunchable(join(folder.snapshots, commit))
  return { commit, files: found.map((file) => ({ ...file, launchable: true, cached: true })) }
}

function keepView<T extends { readonly path: string }>(files: readonly T[]): T[] {
  let others = 0
  return files.filter(({ path }) => isLaunchable(path) || ++others <= mostOthers)
}

function folderOf(repo: string, { env, paths }: CacheNeeds): RepoFolder {
  return repoFolder(readHfEnvironment(env, paths.home).cache, repo)
}
