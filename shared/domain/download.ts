import { z } from 'zod'
import { AppErrorSchema } from '../errors.ts'
import { RepoIdSchema, RepoPathSchema } from './repo.ts'

/** One file on its way into the shared Hugging Face cache. */
export const DownloadViewSchema = z.object({
  id: z.string(),
  repo: RepoIdSchema,
  path: RepoPathSchema,
  state: z.enum(['running', 'verifying', 'done', 'failed', 'cancelled']),
  receivedBytes: z.number().int().nonnegative(),
  /** Null until the Hub said how large the file is. */
  totalBytes: z.number().int().nonnegative().nullable(),
  /** Smoothed; null until two measurements exist. */
  bytesPerSecond: z.number().nonnegative().nullable(),
  error: AppErrorSchema.nullable(),
})
export type DownloadView = z.infer<typeof DownloadViewSchema>
