import { z } from 'zod'
import { ActionSchema } from './action.ts'

/** What a careful person would want to know of a stored token, the gravest first. */
export const noticeKinds = [
  'expired',
  'expires-soon',
  'readable-by-others',
  'in-file',
  'wider-than-use',
  'never-verified',
  'verified-long-ago',
  'old',
] as const

/** `<kind>:<what>`, the same for as long as the cause lasts; a word of the command line. */
export const NoticeIdSchema = z.string().regex(/^[\x21-\x7e]{1,200}$/)

/** One quiet notice: nothing is broken yet. */
export const NoticeSchema = z.object({
  id: NoticeIdSchema,
  kind: z.enum(noticeKinds),
  severity: z.enum(['warning', 'info']),
  /** Null when it is about no single provider's token. */
  provider: z.string().nullable(),
  account: z.string().nullable(),
  sentence: z.string(),
  action: ActionSchema.nullable(),
  /** ISO 8601: when it began; null when nobody knows. */
  since: z.string().nullable(),
})
export type Notice = z.infer<typeof NoticeSchema>
