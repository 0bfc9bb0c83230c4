import { z } from 'zod'
import { RunIdSchema } from './run.ts'

/** Samples that are kept of one server. */
export const mostSamples = 150

/** What one look at a server found. Null: not known here, or not offered by this engine. */
const SampleSchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  /** Bytes of main memory that the server and everything it started hold. */
  memoryBytes: z.number().int().nonnegative().nullable(),
  /** Bytes of graphics memory that they hold. */
  gpuBytes: z.number().int().nonnegative().nullable(),
  /** How busy the graphics cards are that they use, 0 to 1. */
  gpuBusy: z.number().min(0).max(1).nullable(),
  /** Tokens that it makes in a second. */
  tokensPerSecond: z.number().nonnegative().nullable(),
  /** Requests that it is answering, and those that wait for their turn. */
  running: z.number().nonnegative().nullable(),
  waiting: z.number().nonnegative().nullable(),
})
export type Sample = z.infer<typeof SampleSchema>

/** The last answer at the server's readiness address. */
const HealthSchema = z.object({
  isWell: z.boolean(),
  /** The status of HTTP; 0 when there was no answer. */
  status: z.number().int().min(0).max(999),
  /** ISO 8601: when it was asked last, and since when it has been answering like this. */
  askedAt: z.string(),
  since: z.string(),
})
export type Health = z.infer<typeof HealthSchema>

/** How a live server has been doing: its samples, oldest first, and its health once it serves. */
export const RunFiguresSchema = z.object({
  run: RunIdSchema,
  samples: z.array(SampleSchema).max(mostSamples),
  health: HealthSchema.nullable(),
})
export type RunFigures = z.infer<typeof RunFiguresSchema>
