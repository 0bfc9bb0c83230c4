import { z } from 'zod'
import { AppErrorSchema } from '../app-error.ts'

/** What a token may do, in the provider's own words. Unknown words pass: the Hub's list is open. */
const RoleSchema = z.string().max(64)

/** An organisation the token's owner belongs to. */
export const OrganisationSchema = z.object({
  name: z.string(),
  role: z.string().nullable(),
  /** Non-empty when the organisation's policy keeps this token out (`mfa`, `sso`, `token-policy`, …). */
  restrictions: z.array(z.string()),
})
export type Organisation = z.infer<typeof OrganisationSchema>

/** One thing a token may or may not do, probed on its own. */
export const CapabilitySchema = z.object({
  id: z.string().max(64),
  label: z.string().max(100),
  /** Null when nobody could tell. */
  allowed: z.boolean().nullable(),
  /** Why not, or why nobody could tell, as one sentence. */
  reason: z.string().max(500).nullable(),
})
export type Capability = z.infer<typeof CapabilitySchema>

/** Who a token belongs to, as the provider said when it was last asked. */
export const IdentitySchema = z.object({
  username: z.string(),
  fullName: z.string().nullable(),
  kind: z.enum(['user', 'organisation', 'application']),
  /** `read`, `write`, `fineGrained`, `oauth`, `org`, `god` or whatever the Hub names next. */
  role: RoleSchema,
  /** The token's own name at the provider, when it has one (OAuth tokens have none). */
  tokenName: z.string().nullable(),
  /** Whether gated repositories may be read with it; null when the provider does not say. */
  readsGated: z.boolean().nullable(),
  /** Rights by name (`repo.content.read`, `job.write`, …); empty for plain read and write tokens. */
  rights: z.array(z.string()),
  organisations: z.array(OrganisationSchema),
  /** Probed apart and shown apart (NGC: images of nvcr.io, hosted inference). Older records have none. */
  capabilities: z.array(CapabilitySchema).default([]),
  /** ISO 8601; null when it does not expire or the provider does not say. */
  expiresAt: z.string().nullable(),
})
export type Identity = z.infer<typeof IdentitySchema>

/**
 * What is known of a token's standing. Only a provider's plain "invalid credentials" makes it
 * `rejected`; silence, rate limits and server failures leave it `unverified` with the reason.
 */
export const VerificationSchema = z.object({
  state: z.enum(['verified', 'rejected', 'unverified']),
  identity: IdentitySchema.nullable(),
  /** ISO 8601 time of the last answer that decided the state; null when there was none. */
  checkedAt: z.string().nullable(),
  /** Why it is not verified. */
  error: AppErrorSchema.nullable(),
})
export type Verification = z.infer<typeof VerificationSchema>
