import { z } from 'zod'
import { ActionSchema } from '../errors.ts'

/** Every answer to "may this account have this repository?". */
export const verdicts = [
  'open',
  'granted',
  'no-token',
  'token-rejected',
  'token-lacks-gated-right',
  'org-policy',
  'not-requested',
  'awaiting-author',
  'refused',
  'must-request-again',
  'private-or-missing',
  'disabled',
  'rate-limited',
  'offline',
] as const
export const VerdictSchema = z.enum(verdicts)
export type Verdict = z.infer<typeof VerdictSchema>

/** A verdict with its one sentence and its one next step. */
export const AccessViewSchema = z.object({
  verdict: VerdictSchema,
  reason: z.string(),
  action: ActionSchema.nullable(),
})
export type AccessView = z.infer<typeof AccessViewSchema>

/** True when files may be downloaded under this verdict. */
export function allowsDownload(verdict: Verdict): boolean {
  return verdict === 'open' || verdict === 'granted'
}
