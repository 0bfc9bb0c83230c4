import { z } from 'zod'
import { IdentitySchema, VerificationSchema } from './verification.ts'

/** Providers Hubkey knows by name. NGC's verbs follow; everything here already fits it. */
export const ProviderIdSchema = z.enum(['huggingface', 'ngc'])
export type ProviderId = z.infer<typeof ProviderIdSchema>

/** What never changes about a provider and what every face of Hubkey shows alike. */
export interface ProviderFacts {
  readonly id: ProviderId
  readonly label: string
  /** Environment variables that carry its token, in the order the official tools read them. */
  readonly environment: readonly [string, ...string[]]
}

/** Display facts by provider. `HF_TOKEN` beats the legacy name, as huggingface_hub's `_auth.py` has it. */
export const providerFacts: Readonly<Record<ProviderId, ProviderFacts>> = {
  huggingface: {
    id: 'huggingface',
    label: 'Hugging Face',
    environment: ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'],
  },
  ngc: { id: 'ngc', label: 'NVIDIA NGC', environment: ['NGC_API_KEY'] },
}

/** Places a token can come from, in the order in which they win. */
export const sourceKinds = ['environment', 'keyring', 'file', 'hf-token-file'] as const
export const SourceKindSchema = z.enum(sourceKinds)
export type SourceKind = z.infer<typeof SourceKindSchema>

/** One place that was looked at. `present: null` means that it could not be read, which is not "absent". */
export const SourceViewSchema = z.object({
  kind: SourceKindSchema,
  present: z.boolean().nullable(),
  /** Short keyed hash, useless outside this install. */
  fingerprint: z.string().nullable(),
  /** True when an earlier source wins over this one. */
  shadowed: z.boolean(),
  /** False for the environment: Hubkey can only explain who set it. */
  clearable: z.boolean(),
  /** The environment variable's name, for `environment`. */
  variable: z.string().optional(),
  path: z.string().optional(),
  /** Octal permission bits such as `0600`, for files on POSIX systems. */
  mode: z.string().optional(),
  /** Why the place could not be read, as one sentence. */
  problem: z.string().optional(),
})
export type SourceView = z.infer<typeof SourceViewSchema>

/** All that may be known about a provider's token outside the core. It holds no secret. */
export const ProviderViewSchema = z.object({
  id: ProviderIdSchema,
  label: z.string(),
  present: z.boolean(),
  source: SourceKindSchema.nullable(),
  /** Hubkey's own name of the stored token, e.g. `default`. */
  account: z.string().nullable(),
  username: z.string().nullable(),
  role: IdentitySchema.shape.role.nullable(),
  verified: z.boolean(),
  fingerprint: z.string().nullable(),
  verification: VerificationSchema.nullable(),
  sources: z.array(SourceViewSchema),
})
export type ProviderView = z.infer<typeof ProviderViewSchema>
