import { z } from 'zod'
import { AccessViewSchema, AccountAccessSchema, GateSchema } from './access.ts'
import { LookUpTypeSchema, RepoIdSchema, RepoPathSchema, RevisionSchema } from './repo.ts'

export const ModelFileSchema = z.object({
  path: RepoPathSchema,
  /** Bytes; of all parts for the first part of a split model. */
  size: z.number().int().nonnegative(),
  /** Quantisation read from the name, e.g. `Q4_K_M`; null when the name tells none. */
  quantisation: z.string().nullable(),
  /** Whether the embedded engine can run it (a single-file or first-part GGUF); no file of a dataset. */
  launchable: z.boolean(),
  cached: z.boolean(),
})
export type ModelFile = z.infer<typeof ModelFileSchema>

/** What its author and the Hub say of a model. Words of strangers: shown as text, never obeyed. */
export const ModelCardSchema = z.object({
  /** The models it was made from. */
  baseModels: z.array(z.string()),
  languages: z.array(z.string()),
  tags: z.array(z.string()),
  /** Number of parameters, where the Hub could read it from the files. */
  parameters: z.number().int().positive().nullable(),
  /** As GGUF files name it, e.g. `llama`. */
  architecture: z.string().nullable(),
  /** Tokens it was trained for. */
  contextLength: z.number().int().positive().nullable(),
  downloads: z.number().int().nonnegative().nullable(),
  likes: z.number().int().nonnegative().nullable(),
  /** ISO 8601. */
  updated: z.string().nullable(),
})

/** A model, or a dataset, as the Hub tells it, with this account's verdict. */
export const ModelViewSchema = z.object({
  type: LookUpTypeSchema,
  repo: RepoIdSchema,
  revision: RevisionSchema,
  /** The commit the revision stands at, when the Hub said; null when nothing may be known. */
  commit: z.string().nullable(),
  gated: GateSchema,
  pipeline: z.string().nullable(),
  library: z.string().nullable(),
  licence: z.string().nullable(),
  /** Null when nothing may be known. */
  card: ModelCardSchema.nullable(),
  access: AccessViewSchema,
  /** What each of the user's accounts may have, the one in force first. */
  accounts: z.array(AccountAccessSchema),
  files: z.array(ModelFileSchema),
})
export type ModelView = z.infer<typeof ModelViewSchema>

/** A launchable file that already lies in the shared cache. */
export const CachedModelSchema = z.object({
  repo: RepoIdSchema,
  revision: z.string(),
  path: RepoPathSchema,
  size: z.number().int().nonnegative(),
  quantisation: z.string().nullable(),
})
export type CachedModel = z.infer<typeof CachedModelSchema>
