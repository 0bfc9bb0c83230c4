import { z } from 'zod'

/** Places of other tools that Hubkey can keep in step with a stored token. */
export const sinkIds = ['hf', 'git', 'docker'] as const
export const SinkIdSchema = z.enum(sinkIds)
export type SinkId = z.infer<typeof SinkIdSchema>

/** `copy`: a token lies with the tool. `helper`: none does, for the tool asks Hubkey at each use. */
export const sinkWays = ['copy', 'helper'] as const
export const SinkWaySchema = z.enum(sinkWays)
export type SinkWay = z.infer<typeof SinkWaySchema>

/**
 * `current`: the tool uses the active account's token. `stale`: a copy is an older token of ours, or
 * of another account. `foreign`: the tool uses a token that Hubkey does not know.
 */
export const SinkStateSchema = z.enum(['absent', 'current', 'stale', 'foreign', 'failed'])
export type SinkState = z.infer<typeof SinkStateSchema>

/** One copy that lies in a sink. */
const SinkCopyViewSchema = z.object({
  /** A path, or words such as "git credential helper store". */
  where: z.string(),
  fingerprint: z.string(),
  /** Octal permission bits, for files on POSIX systems. */
  mode: z.string().nullable(),
  /** The account it belongs to; null for a token that Hubkey does not hold. */
  account: z.string().nullable(),
  /** The tool's own name of the copy, e.g. a section of `stored_tokens`. */
  name: z.string().nullable(),
})

export const SinkViewSchema = z.object({
  id: SinkIdSchema,
  label: z.string(),
  /** Whether Hubkey writes there; a sink that is off is still looked at, and still cleared. */
  on: z.boolean(),
  /** How the tool comes by the token now; null where it can do nothing but keep a copy. */
  way: SinkWaySchema.nullable(),
  state: SinkStateSchema,
  copies: z.array(SinkCopyViewSchema),
  /** One sentence: what failed, or how the place has drifted away. */
  reason: z.string().nullable(),
})
export type SinkView = z.infer<typeof SinkViewSchema>
