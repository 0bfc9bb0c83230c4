import { z } from 'zod'
import { ActionSchema } from './action.ts'
import { preflightIds } from './preflight-facts.ts'

/** One thing that was looked at. Only a `problem` keeps the server from starting. */
export const PreflightCheckSchema = z.object({
  id: z.enum(preflightIds),
  /** `unknown`: nobody could tell, which is no reason not to try. */
  state: z.enum(['ok', 'notice', 'problem', 'unknown']),
  sentence: z.string().max(2000),
  action: ActionSchema.nullable(),
})
export type PreflightCheck = z.infer<typeof PreflightCheckSchema>
