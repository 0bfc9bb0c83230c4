import { z } from 'zod'
import { VerdictSchema } from './access.ts'
import { RepoIdSchema, RepoTypeSchema, RevisionSchema } from './repo.ts'

/** A repository that the user waits for, and how it stood when the Hub was last asked. */
export const WatchViewSchema = z.object({
  repo: RepoIdSchema,
  type: RepoTypeSchema,
  revision: RevisionSchema,
  /** Hubkey's own name of the account that waits; null for the token that is in force. */
  account: z.string().nullable(),
  /** `open` and `closed` are the end of the waiting: nobody is asked again. */
  state: z.enum(['waiting', 'open', 'closed']),
  verdict: VerdictSchema,
  /** ISO 8601: when the waiting began. */
  since: z.string(),
  /** ISO 8601: when the Hub last said something. */
  checkedAt: z.string(),
  /** ISO 8601: when it is asked again at the earliest; null when it is not. */
  nextAt: z.string().nullable(),
  /** ISO 8601: when the user may have it asked at the earliest. */
  askableAt: z.string(),
})
export type WatchView = z.infer<typeof WatchViewSchema>

/** What to wait for. `verdict` is how it stands now, as whoever asks for it has just seen. */
export const WatchRequestSchema = z.strictObject({
  repo: RepoIdSchema,
  type: RepoTypeSchema.default('model'),
  revision: RevisionSchema.default('main'),
  verdict: VerdictSchema,
})
export type WatchRequest = z.infer<typeof WatchRequestSchema>

/** Which waiting is meant: that of every account for this repository. */
export const WatchedRepoSchema = z.strictObject({
  repo: RepoIdSchema,
  type: RepoTypeSchema.default('model'),
})
export type WatchedRepo = z.infer<typeof WatchedRepoSchema>
