import { z } from 'zod'
import { ActionSchema } from './action.ts'
import { RepoIdSchema, RepoTypeSchema, RevisionSchema } from './repo.ts'
import { verdicts } from './verdict.ts'

export { allowsDownload, verdicts, type Verdict } from './verdict.ts'

export const VerdictSchema = z.enum(verdicts)

/** Who opens a repository: nobody need, the form alone, or its author. */
export const GateSchema = z.enum(['no', 'auto', 'manual', 'unknown'])
export type Gate = z.infer<typeof GateSchema>

/** A verdict with its one sentence and its one next step. */
export const AccessViewSchema = z.object({
  verdict: VerdictSchema,
  reason: z.string(),
  action: ActionSchema.nullable(),
  /** ISO 8601: when asking again makes sense; only with `rate-limited`, and only if the Hub said. */
  until: z.string().optional(),
})
export type AccessView = z.infer<typeof AccessViewSchema>

/** What one of several accounts may have. */
export const AccountAccessSchema = z.object({
  /** Hubkey's own name of the account; null for a token of the environment or of another tool. */
  account: z.string().nullable(),
  username: z.string().nullable(),
  /** Whether its token is the one that is used for this repository. */
  inForce: z.boolean(),
  /** Null when it was not asked: nothing hangs on it, or the Hub wants no more requests. */
  verdict: VerdictSchema.nullable(),
})

export type AccountAccess = z.infer<typeof AccountAccessSchema>

/** The verdict on a repository for the account in force, and what the others may have. */
export const AccessReportSchema = AccessViewSchema.extend({
  repo: RepoIdSchema,
  type: RepoTypeSchema,
  revision: RevisionSchema,
  gated: GateSchema,
  /** The one in force first. */
  accounts: z.array(AccountAccessSchema),
})
export type AccessReport = z.infer<typeof AccessReportSchema>
