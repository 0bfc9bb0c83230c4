import { z } from 'zod'

/** The user's choices. Every key has a default, so an older file still parses. */
export const SettingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
})
export type Settings = z.infer<typeof SettingsSchema>
