import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CachedModel } from '../../shared/domain/model.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { repoFolder, repoOfFolder, type RepoFolder } from './cache/layout.ts'
import { readRefs } from './cache/refs.ts'
import { listLaunchable } from './cache/snapshot.ts'
import { isCommit } from './input.ts'
import type { HubNeeds } from './needs.ts'

/**
 * Launchable models that lie whole in the shared cache, whoever put them there, by name. Each file
 * is listed once: at `main` if it is there, else at another branch or tag, else at a bare commit.
 * Links without a blob and splits with a part missing are left out. `size` is that of all parts.
 */
export async function listCachedModels(
  _input: Readonly<Record<string, never>>,
  { env, paths }: Pick<HubNeeds, 'env' | 'paths'>,
): Promise<CachedModel[]> {
  const { cache } = readHfEnvironment(env, paths.home)
  const found: CachedModel[] = []
  for (const name of await readdir(cache).catch(() => [])) {
    const { type, repo } = repoOfFolder(name) ?? {}
    if (type !== 'model' || repo === undefined) continue
    found.push(...(await listRepo(repo, repoFolder(cache, repo))))
  }
  return found.sort((a, b) => a.repo.localeCompare(b.repo) || a.path.localeCompare(b.path))
}

async function listRepo(repo: string, folder: RepoFolder): Promise<CachedModel[]> {
  const refs = await readRefs(folder)
  const snapshots = (await readdir(folder.snapshots).catch(() => [])).filter(isCommit)
  const known = snapshots.filter((commit) => refs.has(commit))
  known.sort((a, b) => Number(isMain(refs.get(b))) - Number(isMain(refs.get(a))))
  const bare = snapshots.filter((commit) => !refs.has(commit))
  const byPath = new Map<string, CachedModel>()
  for (const commit of [...known, ...bare]) {
    const revision = refs.get(commit)?.[0] ?? commit
    for (const file of await listLaunchable(join(folder.snapshots, commit))) {
      if (!byPath.has(file.path)) byPath.set(file.path, { repo, revision, ...file })
    }
  }
  return [...byPath.values()]
}

function isMain(revisions: readonly string[] | undefined): boolean {
  return revisions?.includes('main') ?? false
}
