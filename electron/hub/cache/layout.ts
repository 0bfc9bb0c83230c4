import { join, relative, resolve, sep } from 'node:path'
import { RepoIdSchema, RepoTypeSchema, type RepoType } from '../../../shared/domain/repo.ts'
import { errors, fail } from '../../../shared/errors.ts'

/**
 * Places in the shared Hugging Face cache, as huggingface_hub lays it out
 * (https://huggingface.co/docs/huggingface_hub/guides/manage-cache).
 */
export interface RepoFolder {
  /** `<cache>/models--owner--name`. */
  readonly root: string
  readonly blobs: string
  readonly refs: string
  readonly snapshots: string
  /** `<cache>/.locks/models--owner--name`. */
  readonly locks: string
}

/** Folder of a repository in the cache; of a model, where no type is named. */
export function repoFolder(cache: string, repo: string, type: RepoType = 'model'): RepoFolder {
  const name = `${type}s--${repo.split('/').join('--')}`
  const root = within(cache, name)
  return {
    root,
    blobs: join(root, 'blobs'),
    refs: join(root, 'refs'),
    snapshots: join(root, 'snapshots'),
    locks: join(cache, '.locks', name),
  }
}

/** The repository a cache folder's name stands for, or null when it is another thing. */
export function repoOfFolder(
  name: string,
): { readonly type: RepoType; readonly repo: string } | null {
  const [kind, ...words] = name.split('--')
  const type = RepoTypeSchema.options.find((each) => `${each}s` === kind)
  const repo = RepoIdSchema.safeParse(words.join('/'))
  return type === undefined || !repo.success ? null : { type, repo: repo.data }
}

/** Where a file of a commit is found by its name. Throws `bad-input` when that would be elsewhere. */
export function snapshotPath(folder: RepoFolder, commit: string, path: string): string {
  return within(within(folder.snapshots, commit), ...path.split('/'))
}

/** Where the commit behind a branch or tag is noted. */
export function refPath(folder: RepoFolder, revision: string): string {
  return within(folder.refs, ...revision.split('/'))
}

/**
 * Joins, and makes sure that the result lies strictly inside. Names come from the Hub: whatever
 * they hold (`..`, a drive letter, a stream name on Windows), nothing outside is ever touched.
 */
function within(folder: string, ...parts: readonly string[]): string {
  const path = join(folder, ...parts)
  const inside = relative(resolve(folder), resolve(path))
  const unusable =
    process.platform === 'win32' && parts.some((part) => /[<>:"|?*]|[. ]$/.test(part))
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || unusable) {
    throw fail(errors.badInput('This name points outside of the model cache.'))
  }
  return path
}
