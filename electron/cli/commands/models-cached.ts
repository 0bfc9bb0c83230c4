import type {
  CachedRepo,
  CachedRevision,
  RemoveCached,
} from '../../../shared/domain/cached-repo.ts'
import { size as sizeIn } from '../../../shared/size.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { listCachedRepos } from '../../hub/list-cached-repos.ts'
import { removeFromCache } from '../../app/remove-from-cache.ts'
import type { Context } from '../context.ts'
import { openRuns } from '../open-runs.ts'

/** `hubkey models cached`: what the shared cache holds, whichever tool put it there. */
export async function listCache({ core, output }: Context): Promise<void> {
  const { env, paths } = core.hub
  const { cache } = readHfEnvironment(env, paths.home)
  const repositories = await listCachedRepos({}, core.hub)
  const size = repositories.reduce((sum, each) => sum + each.size, 0)
  output.result({ path: cache, size, repositories }, () =>
    repositories.length === 0
      ? `Nothing lies in ${cache} yet.\n`
      : `${repositories.map(describeRepo).join('')}${sizeIn(size)} in ${cache}\n`,
  )
}

/** `hubkey models remove`: takes a repository, or one revision of it, out of the cache. */
export async function removeModel(wish: RemoveCached, context: Context): Promise<void> {
  const { core, output } = context
  const launcher = await openRuns(context)
  const removed = await removeFromCache(wish, { hub: core.hub, runs: () => launcher.list() })
  const what = wish.revision === null ? wish.repo : `${wish.repo} at ${wish.revision}`
  output.result({ ...removed }, () => `Removed ${what}: ${sizeIn(removed.freed)} freed.\n`)
}

function describeRepo({ type, repo, size, unfinished, revisions }: CachedRepo): string {
  const kind = type === 'model' ? '' : `${type} `
  const rest = unfinished === 0 ? '' : `, ${sizeIn(unfinished)} of it unfinished`
  const lines = revisions.map((revision) => describeRevision(revision, revisions.length > 1))
  return [`${kind}${repo}  ${sizeIn(size)}${rest}`, ...lines, ''].join('\n')
}

/** `  main  0123456789ab  4 files, 25 MB`; of several, also what removing this one would free. */
function describeRevision(
  { commit, refs, files, size, ownSize }: CachedRevision,
  isOneOfSeveral: boolean,
): string {
  const names = refs.length === 0 ? '(no branch)' : refs.join(', ')
  const amount = `${files === 1 ? '1 file' : `${files} files`}, ${sizeIn(size)}`
  const own = isOneOfSeveral ? ` (${sizeIn(ownSize)} of its own)` : ''
  return `  ${names}  ${commit.slice(0, 12)}  ${amount}${own}`
}
