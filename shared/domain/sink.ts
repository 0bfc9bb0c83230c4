import { z } from 'zod'

/** Places of other tools that Hubkey can keep in step with a stored token. */
export const sinkIds = ['hf', 'git', 'docker'] as const
export const SinkIdSchema = z.enum(sinkIds)
export type SinkId = z.infer<typeof SinkIdSchema>
