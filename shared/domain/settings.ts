import { z } from 'zod'

/** More folders than these nobody has chosen one by one. */
export const mostEnvFolders = 20

const ThemeSchema = z.enum(['system', 'light', 'dark'])

/** The public id of an OAuth application; a token pasted here by mistake is not taken. */
export const ClientIdSchema = z
  .string()
  .trim()
  .regex(/^(?!hf_|nvapi-)[\x21-\x7e]{1,200}$/, 'This is not the client id of an application.')

/** The user's choices. Every key has a default, so an older file still parses. */
export const SettingsSchema = z.object({
  theme: ThemeSchema.default('system'),
  /** As which application Hubkey logs in by the browser; null for the build's own, if it has one. */
  oauthClientId: ClientIdSchema.nullable().default(null),
  /** Folders whose `.env` files are looked into, as they were chosen in the system's dialog. */
  envFolders: z.array(z.string().min(1).max(4096)).max(mostEnvFolders).readonly().default([]),
})
export type Settings = z.infer<typeof SettingsSchema>

/**
 * Some choices anew. It has no defaults, which would undo the choices that are left out, and no folders:
 * a window names no path.
 */
export const SettingsChangeSchema = z.strictObject({
  theme: ThemeSchema.optional(),
  oauthClientId: ClientIdSchema.nullable().optional(),
})
export type SettingsChange = z.infer<typeof SettingsChangeSchema>
