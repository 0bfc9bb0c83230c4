import type { z } from 'zod'
import { RepoIdSchema, RepoPathSchema, RevisionSchema } from '../../shared/domain/repo.ts'
import { errors, fail } from '../../shared/errors.ts'

/** Checks a repository's name. Throws `bad-input`. */
export function acceptRepo(repo: string): string {
  return accept(RepoIdSchema, repo, 'A model is named owner/name.')
}

/** Checks a revision's name. Throws `bad-input`. */
export function acceptRevision(revision: string): string {
  return accept(RevisionSchema, revision, 'A revision is a branch, a tag or a commit.')
}

/** Checks a path inside a repository. Throws `bad-input`: it would name a place outside of the cache. */
export function acceptPath(path: string): string {
  return accept(RepoPathSchema, path, 'This is not a path inside a repository.')
}

function accept(schema: z.ZodType<string>, value: string, sentence: string): string {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw fail(errors.badInput(sentence))
  return parsed.data
}

const commitPattern = /^[0-9a-f]{40}$/

/** True for a full commit id, which never moves and needs no ref. */
export function isCommit(revision: string): boolean {
  return commitPattern.test(revision)
}
