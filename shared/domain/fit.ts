import { z } from 'zod'
import { RepoIdSchema, RepoPathSchema, RevisionSchema } from './repo.ts'

const Bytes = z.number().int().nonnegative()

/** Which file in which context length; null means the engine's own. */
export const FitRequestSchema = z.strictObject({
  repo: RepoIdSchema,
  revision: RevisionSchema.default('main'),
  path: RepoPathSchema,
  /** Tokens of one conversation. */
  context: z.number().int().min(1).max(100_000_000).nullable().default(null),
})
export type FitRequest = z.infer<typeof FitRequestSchema>

/** What this machine has free. Null means that nobody could tell. */
export const MemoryViewSchema = z.object({
  ramFreeBytes: Bytes.nullable(),
  ramTotalBytes: Bytes.nullable(),
  /** Whether a container's limit stands below the machine's. */
  limitedByContainer: z.boolean(),
  gpus: z.array(z.object({ name: z.string(), totalBytes: Bytes, freeBytes: Bytes })),
})
export type MemoryView = z.infer<typeof MemoryViewSchema>

/**
 * Whether a model fits this machine. An estimate, to be called one wherever it is shown, and never
 * a reason to refuse: whoever knows better may launch.
 */
export const FitViewSchema = z.object({
  verdict: z.enum(['fits', 'tight', 'too-big', 'unknown']),
  /** The verdict with its numbers, called an estimate. */
  sentence: z.string(),
  weightsBytes: Bytes,
  /** Memory of the conversations (KV cache); null when the file does not tell. */
  cacheBytes: Bytes.nullable(),
  /** Room for the computation itself. */
  overheadBytes: Bytes.nullable(),
  neededBytes: Bytes.nullable(),
  /** Tokens of one conversation that this was computed for. */
  context: z.number().int().positive(),
  /** Conversations at a time that this was computed for. */
  conversations: z.number().int().positive(),
  /** Tokens the model was trained for, as the file tells. */
  trainedContext: z.number().int().positive().nullable(),
  architecture: z.string().nullable(),
  memory: MemoryViewSchema,
})
export type FitView = z.infer<typeof FitViewSchema>
