import { z } from 'zod'
import { VerificationSchema } from './verification.ts'

/**
 * The user's own name for a stored token. It is part of a keyring entry (`<provider>:<name>`), hence
 * no colon; a word of the command line, hence no space and no leading dash.
 */
export const AccountNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][\w.@+-]{0,63}$/, 'Letters, digits and . _ @ + - only, 64 at most.')

/** What an account is meant for: it is chosen by itself for these, whichever account is active. */
export const AccountScopeSchema = z.object({
  organisations: z.array(z.string().max(100)).max(50),
  /** Repository ids such as `meta-llama/Llama-3.1-8B`. */
  models: z.array(z.string().max(200)).max(200),
})
export type AccountScope = z.infer<typeof AccountScopeSchema>

/** One stored token, without the token. Readable while the keyring is locked. */
export const AccountViewSchema = z.object({
  name: z.string(),
  /** Used unless another one is asked for or tied to what is asked for. */
  active: z.boolean(),
  /** `oauth`: Hubkey owns a refresh pair and renews the token by itself. */
  kind: z.enum(['token', 'oauth']),
  /** Where the token lies; null when the place could not be read, so that nobody knows. */
  store: z.enum(['keyring', 'file']).nullable(),
  /** The log-in is renewed no more; its owner has to log in again. */
  logInEnded: z.literal(true).optional(),
  fingerprint: z.string().nullable(),
  /** ISO 8601: when it was first stored. */
  addedAt: z.string(),
  /** ISO 8601: when its token was last replaced; null when never. */
  rotatedAt: z.string().nullable(),
  scope: AccountScopeSchema,
  verification: VerificationSchema.nullable(),
})
export type AccountView = z.infer<typeof AccountViewSchema>
