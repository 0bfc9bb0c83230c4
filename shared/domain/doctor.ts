import { z } from 'zod'

/** `error`: something does not work. `warning`: it will not, or is not safe. `info`: worth knowing. */
export const findingSeverities = ['error', 'warning', 'info'] as const

/** One thing that the doctor found. It holds no secret. */
export const DoctorFindingSchema = z.object({
  /** `<check>` or `<check>:<what>`, the same for as long as the cause lasts. */
  id: z.string(),
  severity: z.enum(findingSeverities),
  /** What is wrong, as one sentence. */
  sentence: z.string(),
  /** Why that matters, as one sentence. */
  reason: z.string(),
  /** What `--fix` is going to do about it, as one sentence; null when it can do nothing. */
  fix: z.string().nullable(),
  /** What only the user can do; null when there is nothing, or `fix` does it. */
  advice: z.string().nullable(),
})
export type DoctorFinding = z.infer<typeof DoctorFindingSchema>

/** What became of one fix. */
export const FixedFindingSchema = DoctorFindingSchema.extend({
  /** Why it did not work, as one sentence; null when it did. */
  problem: z.string().nullable(),
})
export type FixedFinding = z.infer<typeof FixedFindingSchema>

/** One fix that somebody said yes to, in the very words in which it was shown. */
export const AgreedFixSchema = z.strictObject({
  finding: z.string().min(1).max(8192),
  fix: z.string().min(1).max(16_384),
})
export type AgreedFix = z.infer<typeof AgreedFixSchema>

/** One visit: what is found now, and what was just mended. */
export const DoctorViewSchema = z.object({
  findings: z.array(DoctorFindingSchema),
  fixed: z.array(FixedFindingSchema),
})
export type DoctorView = z.infer<typeof DoctorViewSchema>
