import type { CachedRepo, CachedRevision } from '../../shared/domain/cached-repo.ts'
import { size } from '../../shared/size.ts'
import { ago } from './time.ts'

/** `3.2 GB · 1.1 GB of it unfinished · changed 3 days ago`. */
export function cachedRepoLine(repo: CachedRepo, now: number): string {
  const { size: bytes, unfinished, changedAt, revisions } = repo
  return [
    size(bytes),
    ...(unfinished === 0 ? [] : [`${size(unfinished)} of it unfinished`]),
    ...(revisions.length > 1 ? [`${revisions.length} revisions`] : []),
    `changed ${ago(changedAt, now)}`,
  ].join(' · ')
}

/** What a revision is called: its branches and tags, or the beginning of its commit. */
export function revisionName({ refs, commit }: CachedRevision): string {
  return refs.length === 0 ? commit.slice(0, 12) : refs.join(', ')
}

/** `4 files, 25 MB, of which removing it frees 3.1 MB`. */
export function revisionLine({ files, size: bytes, ownSize }: CachedRevision): string {
  const count = files === 1 ? 'one file' : `${files} files`
  return `${count}, ${size(bytes)}, of which ${size(ownSize)} are its own`
}
