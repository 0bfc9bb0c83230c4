import { z } from 'zod'
import { ModelFileSchema, ModelViewSchema } from './model.ts'
import { RepoIdSchema, RepoPathSchema } from './repo.ts'

/** A task, library or tag as the Hub spells them: `text-generation`, `gguf`. */
const WordSchema = z
  .string()
  .regex(/^[\w.:+/-]{1,100}$/, 'Tasks and libraries are single words such as text-generation.')

/** In which order models are wanted; the Hub has no other direction than best first. */
export const searchOrders = ['trending', 'downloads', 'likes', 'updated', 'created'] as const

/** What to look for. What is left out does not matter. */
export const SearchRequestSchema = z.strictObject({
  /** Words of the model's name. */
  text: z.string().max(200).default(''),
  task: WordSchema.nullable().default(null),
  library: WordSchema.nullable().default(null),
  /** Bounds of the number of parameters, e.g. 8000000000. */
  minParameters: z.number().int().nonnegative().nullable().default(null),
  maxParameters: z.number().int().nonnegative().nullable().default(null),
  /** Only gated models, only open ones, or both. */
  gated: z.boolean().nullable().default(null),
  /** Only models with GGUF files, which the embedded engine runs. */
  gguf: z.boolean().default(false),
  sort: z.enum(searchOrders).default('trending'),
  /** Models per page. */
  limit: z.number().int().min(1).max(100).default(20),
  /** `next` of the page before. */
  cursor: z.string().max(4096).nullable().default(null),
})
export type SearchRequest = z.infer<typeof SearchRequestSchema>

/** One model of a page of results. */
export const FoundModelSchema = z.object({
  repo: RepoIdSchema,
  task: z.string().nullable(),
  library: z.string().nullable(),
  downloads: z.number().int().nonnegative().nullable(),
  likes: z.number().int().nonnegative().nullable(),
  /** ISO 8601. */
  updated: z.string().nullable(),
  gated: ModelViewSchema.shape.gated,
  /** Number of parameters, where the Hub could read it from the files. */
  parameters: z.number().int().positive().nullable(),
  /** Whether it has files that the embedded engine runs. */
  gguf: z.boolean(),
  licence: z.string().nullable(),
  /** Whether a launchable file of it lies in the shared cache. */
  cached: z.boolean(),
})
export type FoundModel = z.infer<typeof FoundModelSchema>

/** One page of results. `next` asks for the page after it; null when there is none. */
export const SearchPageSchema = z.object({
  models: z.array(FoundModelSchema),
  next: z.string().nullable(),
})
export type SearchPage = z.infer<typeof SearchPageSchema>

/** One way a model can be had: a file, or all parts of a split one. */
export const QuantisationSchema = z.object({
  /** Such as `Q4_K_M`; null when the name tells none. */
  name: z.string().nullable(),
  /** The file to launch: the only one, or the first part. */
  path: RepoPathSchema,
  parts: z.number().int().positive(),
  /** Bytes of all parts. */
  size: z.number().int().nonnegative(),
  cached: z.boolean(),
})
export type Quantisation = z.infer<typeof QuantisationSchema>

/** A model with what there is to choose from. */
export const DescribedModelSchema = z.object({
  model: ModelViewSchema,
  /** Smallest first. */
  quantisations: z.array(QuantisationSchema),
  /** The part that lets a model see or hear (`mmproj`), which is no model of its own. */
  projectors: z.array(ModelFileSchema),
  /** Path of the one that is launched when none is named; null when none can be. */
  best: RepoPathSchema.nullable(),
})
export type DescribedModel = z.infer<typeof DescribedModelSchema>
