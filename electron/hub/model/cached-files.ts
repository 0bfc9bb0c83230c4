import { join } from 'node:path'
import type { ModelFile } from '../../../shared/domain/model.ts'
import type { LookUpType } from '../../../shared/domain/repo.ts'
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

/** A repository whose files are listed. */
interface ListedRepo {
  readonly type: LookUpType
  readonly repo: string
}

/** The Hub's files as a view has them. The first part of a split counts as cached when every part is. */
export async function withCache(
  files: readonly { readonly path: string; readonly size: number }[],
  { type, repo, commit }: ListedRepo & { readonly commit: string },
  needs: CacheNeeds,
): Promise<ModelFile[]> {
  const canLaunch = launchableIn(type)
  const present = new Set(
    (await readSnapshot(join(folderOf(type, repo, needs).snapshots, commit))).keys(),
  )
  const sizes = new Map(files.map(({ path, size }) => [path, size]))
  return keepView(files, canLaunch).map(({ path }) => {
    const parts = canLaunch(path) ? partsOf(path) : [path]
    return {
      path,
      size: parts.reduce((sum, part) => sum + (sizes.get(part) ?? 0), 0),
      quantisation: type === 'model' ? quantisationOf(path) : null,
      launchable: canLaunch(path),
      cached: parts.every((part) => present.has(part)),
    }
  })
}

/** What the cache alone can offer at the revision's last commit: a model's launchable files, a dataset's all. */
export async function cachedFiles(
  { type, repo, revision }: ListedRepo & { readonly revision: string },
  needs: CacheNeeds,
): Promise<{ commit: string | null; files: ModelFile[] }> {
  const folder = folderOf(type, repo, needs)
  const commit = await readRef(folder, revision)
  if (commit === null) return { commit, files: [] }
  const snapshot = join(folder.snapshots, commit)
  if (type === 'model') {
    const found = await listLaunchable(snapshot)
    return { commit, files: found.map((file) => ({ ...file, launchable: true, cached: true })) }
  }
  const files = [...(await readSnapshot(snapshot))].slice(0, mostOthers)
  const facts = { quantisation: null, launchable: false, cached: true }
  return { commit, files: files.map(([path, size]) => ({ path, size, ...facts })) }
}

/** A server is launched from a model's files alone, whatever a dataset's are called. */
function launchableIn(type: LookUpType): (path: string) => boolean {
  return type === 'model' ? isLaunchable : () => false
}

function keepView<T extends { readonly path: string }>(
  files: readonly T[],
  canLaunch: (path: string) => boolean,
): T[] {
  let others = 0
  return files.filter(({ path }) => canLaunch(path) || ++others <= mostOthers)
}

function folderOf(type: LookUpType, repo: string, { env, paths }: CacheNeeds): RepoFolder {
  return repoFolder(readHfEnvironment(env, paths.home).cache, repo, type)
}
