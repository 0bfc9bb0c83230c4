import { z } from 'zod'
import { AppErrorSchema } from '../app-error.ts'
import { LookUpTypeSchema, RepoIdSchema, RepoPathSchema, RevisionSchema } from './repo.ts'

/** Python's `fnmatch`, as `hf download` has it: `*.safetensors`, `onnx/`. */
const PatternSchema = z.string().min(1).max(200)

/** Which files of a repository are meant; both empty for all. See `patterns.ts`. */
export const FileChoiceSchema = z.strictObject({
  include: z.array(PatternSchema).max(50),
  exclude: z.array(PatternSchema).max(50),
})
export type FileChoice = z.infer<typeof FileChoiceSchema>

/** One file with its parts, or several files of a repository, on the way into the shared Hugging Face cache. */
export const DownloadViewSchema = z.object({
  id: z.string(),
  type: LookUpTypeSchema,
  repo: RepoIdSchema,
  /** As it was asked for: a branch, a tag or a commit. Going on asks for the same. */
  revision: RevisionSchema,
  /** Null where several files are meant. */
  path: RepoPathSchema.nullable(),
  /** Which ones those are; null where one file is meant. */
  choice: FileChoiceSchema.nullable(),
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
