import { z } from 'zod'
import { ProviderIdSchema } from './provider.ts'
import { VerificationSchema } from './verification.ts'

/**
 * A token on its way in. Main holds it; the window knows only this. `length` lets the window draw
 * as many dots as there are characters.
 */
export const DraftViewSchema = z.object({
  id: z.uuid(),
  provider: ProviderIdSchema,
  length: z.number().int(),
  /** A hint by shape only; the provider decides. */
  looksRight: z.boolean(),
  verification: VerificationSchema.nullable(),
  /** The stored account that this token is to replace; null for a new one. */
  replaces: z.string().nullable(),
  /** Rights by name that the token in force has and this one lacks; empty until it is verified. */
  lostRights: z.array(z.string()),
})
export type DraftView = z.infer<typeof DraftViewSchema>
