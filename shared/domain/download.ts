import { z } from 'zod'
import { AppErrorSchema } from '../app-error.ts'
import { RepoIdSchema, RepoPathSchema, RevisionSchema } from './repo.ts'

/** One file on its way into the shared Hugging Face cache. */
export const DownloadViewSchema = z.object({
  id: z.string(),
  repo: RepoIdSchema,
  /** As it was asked for: a branch, a tag or a commit. Going on asks for the same. */
  revision: RevisionSchema,
  path: RepoPathSchema,
  /** `waiting`: the network went, `error` says how; it goes on by itself. */
  state: z.enum([
    ...(['queued', 'running', 'verifying', 'paused', 'waiting'] as const),
    ...(['done', 'failed', 'cancelled'] as const),
  ]),
  receivedBytes: z.number().int().nonnegative(),
  /** Null until the Hub said how large the file is. */
  totalBytes: z.number().int().nonnegative().nullable(),
  /** Smoothed; null until two measurements exist. */
  bytesPerSecond: z.number().nonnegative().nullable(),
  /** At the present pace; null until that can be told. */
  secondsLeft: z.number().nonnegative().nullable(),
  error: AppErrorSchema.nullable(),
})
export type DownloadView = z.infer<typeof DownloadViewSchema>
