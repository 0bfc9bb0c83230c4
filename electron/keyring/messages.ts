import { z } from 'zod'

/** All of Hubkey's entries in the OS keyring lie under this service. */
export const keyringService = 'hubkey'

/** Characters: far above any token; keeps a foreign program's entry of our name from filling our memory. */
export const longestSecret = 64 * 1024

/** What the keyring worker is asked. The secret travels here and nowhere else. */
export const KeyringRequestSchema = z.discriminatedUnion('op', [
  z.object({ id: z.number().int(), op: z.literal('get'), account: z.string().min(1).max(200) }),
  z.object({
    id: z.number().int(),
    op: z.literal('set'),
    account: z.string().min(1).max(200),
    secret: z.string().min(1).max(longestSecret),
  }),
  z.object({ id: z.number().int(), op: z.literal('delete'), account: z.string().min(1).max(200) }),
  z.object({ id: z.number().int(), op: z.literal('list') }),
  /** Raises the desktop's own prompt and waits for its end. */
  z.object({
    id: z.number().int(),
    op: z.literal('unlock'),
    /** Address of the session bus. */
    bus: z.string().min(1).max(4096),
  }),
])
export type KeyringRequest = z.infer<typeof KeyringRequestSchema>

/** What it answers. A refusal carries no text: the library's own words may hold anything. */
export const KeyringReplySchema = z.discriminatedUnion('ok', [
  z.object({
    id: z.number().int(),
    ok: z.literal(true),
    /** The entry for `get` (null: none was shown to us), the names for `list`, one a line; else null. */
    value: z.string().max(longestSecret).nullable(),
  }),
  z.object({
    id: z.number().int(),
    ok: z.literal(false),
    refusal: z.enum(['no-library', 'refused']),
  }),
])
export type KeyringReply = z.infer<typeof KeyringReplySchema>
