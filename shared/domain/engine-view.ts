import { z } from 'zod'
import { engineIds } from './engine-facts.ts'

/** What is known about an engine on this machine. It holds no secret. */
export const EngineViewSchema = z.object({
  id: z.enum(engineIds),
  label: z.string(),
  /** `here`: its program was found, or it needs none. */
  state: z.enum(['here', 'missing']),
  /** The program that was found, by its full path; null for what needs none. */
  program: z.string().nullable(),
  /** Null when it could not be told in time. */
  version: z.string().nullable(),
  /** Where its model comes from. */
  models: z.enum(['file', 'hub', 'own']),
  /** Settings that it can be told. */
  supports: z.array(z.enum(['context', 'gpu', 'revision'])),
  /** Providers whose token it is given, and those without which it does not start. */
  secrets: z.array(z.string()),
  requires: z.array(z.string()),
  /** How it truly authenticates, and where a token may come to light, as sentences. */
  auth: z.string(),
  leaks: z.string(),
  /** Its own public SSH key, when that is how it authenticates and there is one. */
  publicKey: z.string().max(2000).nullable(),
})
export type EngineView = z.infer<typeof EngineViewSchema>
