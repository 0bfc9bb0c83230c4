import { z } from 'zod'
import { AppErrorSchema } from '../app-error.ts'
import { SinkIdSchema } from './sink.ts'

/** What came of one sink; a failure is told and undoes nothing. */
export const SinkOutcomeSchema = z.object({ sink: SinkIdSchema, error: AppErrorSchema.nullable() })
export type SinkOutcome = z.infer<typeof SinkOutcomeSchema>

/** What a rotation came to. The new token is in force when this exists at all. */
export const RotationReportSchema = z.object({
  provider: z.string(),
  account: z.string(),
  /** Rights by name that the old token had and the new one lacks. */
  lostRights: z.array(z.string()),
  /** Sinks by outcome. A failed one is told; it never undoes the rotation. */
  sinks: z.array(SinkOutcomeSchema),
  /** `proven`: the provider answers 401 to the old token. `unproven`: asked for, not confirmed yet. */
  oldToken: z.enum(['kept', 'proven', 'unproven']),
})
export type RotationReport = z.infer<typeof RotationReportSchema>
