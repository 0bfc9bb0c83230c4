import { z } from 'zod'
import { ActionSchema } from '../errors.ts'
import { verdicts } from './verdict.ts'

export { allowsDownload, verdicts, type Verdict } from './verdict.ts'

export const VerdictSchema = z.enum(verdicts)

/** A verdict with its one sentence and its one next step. */
export const AccessViewSchema = z.object({
  verdict: VerdictSchema,
  reason: z.string(),
  action: ActionSchema.nullable(),
})
export type AccessView = z.infer<typeof AccessViewSchema>
