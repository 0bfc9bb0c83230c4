import { z } from 'zod'

/**
 * A log-in that waits for its owner in the browser. The code that fetches the token stays in main;
 * this one is worth nothing without the owner's own session at the provider.
 */
export const DeviceLoginViewSchema = z.object({
  id: z.uuid(),
  /** What the user types at the address. */
  userCode: z.string(),
  /** To be shown; main opens it by the id. */
  address: z.string(),
  /** ISO 8601: when the code has run out. */
  expiresAt: z.string(),
})
export type DeviceLoginView = z.infer<typeof DeviceLoginViewSchema>
