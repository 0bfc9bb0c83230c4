import { z } from 'zod'

/** The user's wish, from `HUBKEY_KEYRING`. */
export const KeyringPolicySchema = z.enum(['auto', 'off', 'required'])
export type KeyringPolicy = z.infer<typeof KeyringPolicySchema>

/**
 * What a probe without any prompt found. `hung`: something owns the service's name and does not
 * answer. `off`: the user chose the file.
 */
export const KeyringStateSchema = z.enum(['unlocked', 'locked', 'absent', 'hung', 'off'])
export type KeyringState = z.infer<typeof KeyringStateSchema>

export const KeyringViewSchema = z.object({
  state: KeyringStateSchema,
  policy: KeyringPolicySchema,
  /** One sentence for people: what this state means for them. */
  sentence: z.string(),
  /** Where a token saved now would lie: the keyring, the file at this path, or nowhere. */
  store: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('keyring') }),
    z.object({ kind: z.literal('file'), path: z.string() }),
    z.object({ kind: z.literal('none') }),
  ]),
})
export type KeyringView = z.infer<typeof KeyringViewSchema>
