import { z } from 'zod'
import { SourceKindSchema } from './provider.ts'
import { SinkOutcomeSchema } from './rotation.ts'

/**
 * What clearing a token came to, source by source. `remaining` says why a copy is still there.
 */
export const ClearReportSchema = z.object({
  cleared: z.array(SourceKindSchema),
  remaining: z.array(z.object({ kind: SourceKindSchema, reason: z.string() })),
  /** Sinks that held the very same token. */
  sinks: z.array(SinkOutcomeSchema),
})
export type ClearReport = z.infer<typeof ClearReportSchema>
