import { z } from 'zod'
import { AccountViewSchema } from './account.ts'
import { SinkViewSchema } from './sink.ts'
import { IdentitySchema, VerificationSchema } from './verification.ts'

/** Providers whose tokens Hubkey understands. */
export type BuiltInProvider = 'huggingface' | 'ngc'

/** A provider's id: one of the built-in ones, or a user's own such as `civitai`. Part of a keyring entry's name. */
export const ProviderIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'Lower-case letters, digits and dashes only, 40 at most.')
export type ProviderId = z.infer<typeof ProviderIdSchema>

/** An environment variable's name as POSIX shells take it. */
const VariableNameSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/)

/** A provider that the user added: a name, variables that carry its key, perhaps an address that tells a good key from a bad one. */
export const CustomProviderSchema = z.object({
  id: ProviderIdSchema,
  label: z.string().trim().min(1).max(60),
  environment: z.array(VariableNameSchema).min(1).max(10),
  /** GET with `Authorization: Bearer`: 2xx is a good key, 401 and 403 a bad one. Null: never checked. */
  checkUrl: z.url().max(500).nullable(),
})
export type CustomProvider = z.infer<typeof CustomProviderSchema>

/** What never changes about a provider and what every face of Hubkey shows alike. */
export interface ProviderFacts {
  readonly id: ProviderId
  readonly label: string
  /** Environment variables that carry its token, in the order the official tools read them. */
  readonly environment: readonly [string, ...string[]]
}

/** Display facts by provider. `HF_TOKEN` beats the legacy name, as huggingface_hub's `_auth.py` has it. */
export const providerFacts: Readonly<Record<BuiltInProvider, ProviderFacts>> = {
  huggingface: {
    id: 'huggingface',
    label: 'Hugging Face',
    environment: ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'],
  },
  // The first is the one that NVIDIA's containers and most tools read; the second belongs to tools of
  // the hosted models and may hold a key for these alone; the last is the NGC command line's own.
  ngc: {
    id: 'ngc',
    label: 'NVIDIA NGC',
    environment: ['NGC_API_KEY', 'NVIDIA_API_KEY', 'NGC_CLI_API_KEY'],
  },
}

/** Facts of a built-in or a user's own provider; null for one that nobody knows. */
export function factsOf(id: ProviderId, custom: readonly CustomProvider[]): ProviderFacts | null {
  if (Object.hasOwn(providerFacts, id)) return providerFacts[id as BuiltInProvider]
  const own = custom.find((provider) => provider.id === id)
  const [first, ...more] = own?.environment ?? []
  if (own === undefined || first === undefined) return null
  return { id, label: own.label, environment: [first, ...more] }
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
  /** True for a provider that the user added. */
  custom: z.boolean(),
  /** Variables that carry its token in a child's environment. */
  environment: z.array(z.string()),
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
  /** Stored tokens by name, the active one first. */
  accounts: z.array(AccountViewSchema),
  /** Empty after a look that left them out. */
  sinks: z.array(SinkViewSchema),
})
export type ProviderView = z.infer<typeof ProviderViewSchema>
