import { z } from 'zod'
import { ProcessStampSchema } from './process-stamp.ts'

/** What the launcher tells the embedded engine's process. */
export const EngineRequestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    modelPath: z.string().min(1).max(4096),
    modelId: z.string().min(1).max(1024),
    /** 0 means any free one. */
    port: z.number().int().min(0).max(65535),
    /** The engine ends when this process has ended; null lets it go on. */
    owner: ProcessStampSchema.nullable(),
    /** Kinds of GPU that made an earlier process crash. */
    avoid: z.array(z.string().max(20)).max(10),
    /** Tokens of one conversation; null for what suits the model. */
    context: z.number().int().min(128).max(10_000_000).nullable(),
  }),
  z.object({ kind: z.literal('stop') }),
])
export type EngineRequest = z.infer<typeof EngineRequestSchema>
export type EngineStart = Extract<EngineRequest, { kind: 'start' }>

/** Why the engine gave up, as a word that the launcher turns into a sentence. */
export const EngineFailureSchema = z.enum([
  'port-in-use',
  'engine-missing',
  'model-unreadable',
  'no-memory',
  'unexpected',
])
export type EngineFailure = z.infer<typeof EngineFailureSchema>

/** What the embedded engine's process tells the launcher. */
export const EngineReplySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('up'), pid: z.number().int().positive() }),
  /** It is about to touch a kind of GPU, whose driver may end the process. */
  z.object({ kind: z.literal('trying'), gpu: z.string().max(20) }),
  z.object({ kind: z.literal('loading'), fraction: z.number().min(0).max(1) }),
  z.object({
    kind: z.literal('ready'),
    port: z.number().int().min(1).max(65535),
    /** Library, processor and context size, for people. */
    facts: z.string().max(200),
  }),
  z.object({
    kind: z.literal('failed'),
    code: EngineFailureSchema,
    reason: z.string().max(1000),
  }),
  z.object({ kind: z.literal('stopping') }),
])
export type EngineReply = z.infer<typeof EngineReplySchema>
