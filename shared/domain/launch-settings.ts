import { z } from 'zod'
import { AccountNameSchema } from './account.ts'

/** An environment variable's name as POSIX shells take it. */
const VariableNameSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/)
/** One word of a command line or one value: no NUL, which no process can be given. */
const WordSchema = z
  .string()
  .max(4096)
  .refine((text) => !text.includes('\u0000'), 'It holds a NUL.')

/** Which GPUs a server may use: every one, none, or those of these numbers. */
export const GpuChoiceSchema = z.union([
  z.enum(['all', 'none']),
  z.array(z.number().int().min(0).max(63)).min(1).max(16),
])
export type GpuChoice = z.infer<typeof GpuChoiceSchema>

/**
 * How a server is to be started, beyond what is served. Nothing in it is secret, and a launch with
 * something that looks secret in it is refused. Everything may be left out.
 */
export const LaunchSettingsSchema = z.object({
  /** The preset that it came from, by name. */
  preset: z.string().max(64).optional(),
  /** Whose token is used; the one in force for the model when left out. */
  account: AccountNameSchema.optional(),
  /** Tokens of context that the server is to hold. */
  context: z.number().int().min(128).max(10_000_000).optional(),
  gpu: GpuChoiceSchema.optional(),
  /** Further words of its command line. */
  args: z.array(WordSchema).max(200).default([]),
  /** Further variables of its environment. */
  environment: z.record(VariableNameSchema, WordSchema).default({}),
  /** The command line of the custom engine; `{model}`, `{revision}`, `{file}`, `{port}` and `{context}` are filled in. */
  command: z.array(WordSchema).min(1).max(200).optional(),
  /** Asked by GET on 127.0.0.1 until it answers 200; for the custom engine. */
  ready: z
    .string()
    .max(500)
    .regex(/^\/[\x21-\x7e]*$/, 'A path such as /health.')
    .optional(),
  /** Providers whose token the custom engine is given. */
  secrets: z.array(z.string().max(40)).max(10).optional(),
  /** Base address of a hosted model, without `/v1`. */
  address: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  /** `file`: by `HF_TOKEN_PATH`, so that a rotation reaches the running server. */
  token: z.enum(['environment', 'file']).optional(),
})
export type LaunchSettings = z.infer<typeof LaunchSettingsSchema>

/**
 * What a window may say. A command line of the user's own is written by hand alone, in `models.yaml`, for it may be
 * any program.
 */
export const LaunchFormSettingsSchema = z.strictObject(
  LaunchSettingsSchema.pick({
    account: true,
    context: true,
    gpu: true,
    args: true,
    environment: true,
    address: true,
    token: true,
  }).shape,
)
