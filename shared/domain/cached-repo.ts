import { z } from 'zod'
import { RepoIdSchema, RepoTypeSchema, RevisionSchema } from './repo.ts'

const bytes = z.number().int().nonnegative()

/** One commit of a repository as it lies in the shared cache. */
export const CachedRevisionSchema = z.object({
  /** 40 hex digits. */
  commit: z.string(),
  /** Branches and tags that stand there, `main` first; empty for one that nothing names any more. */
  refs: z.array(z.string()),
  /** How many files lie there. */
  files: z.number().int().nonnegative(),
  /** Bytes of its files, those included that other revisions share. */
  size: bytes,
  /** Bytes that removing this revision alone gives back. */
  ownSize: bytes,
})
export type CachedRevision = z.infer<typeof CachedRevisionSchema>

/** A repository that takes up room in the shared Hugging Face cache, whichever tool put it there. */
export const CachedRepoSchema = z.object({
  type: RepoTypeSchema,
  repo: RepoIdSchema,
  /** Bytes on disk: each file once, however many revisions have it, and what is unfinished. */
  size: bytes,
  /** Bytes of downloads that were cut and not gone on with, or that move now. */
  unfinished: bytes,
  /** ISO 8601: when a file of it last came. */
  changedAt: z.string(),
  /** The one at `main` first, then by their branches' and tags' names. */
  revisions: z.array(CachedRevisionSchema),
})
export type CachedRepo = z.infer<typeof CachedRepoSchema>

/** All that lies in the shared cache, the largest first. */
export const CacheViewSchema = z.object({
  /** Absolute path of its folder. */
  path: z.string(),
  repositories: z.array(CachedRepoSchema),
})
export type CacheView = z.infer<typeof CacheViewSchema>

/** What to remove: a repository, or one revision of it. */
export const RemoveCachedSchema = z.strictObject({
  type: RepoTypeSchema.default('model'),
  repo: RepoIdSchema,
  /** A branch, a tag or a commit; null for all that is there. */
  revision: RevisionSchema.nullable().default(null),
})
export type RemoveCached = z.infer<typeof RemoveCachedSchema>

/** What removing came to. */
export const RemovedCachedSchema = z.object({
  /** Bytes given back. */
  freed: bytes,
  /** The commits that are gone. */
  commits: z.array(z.string()),
})
export type RemovedCached = z.infer<typeof RemovedCachedSchema>
