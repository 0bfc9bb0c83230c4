import { z } from 'zod'
import { AccountNameSchema } from './account.ts'
import { engineIds } from './engine-facts.ts'
import { GpuChoiceSchema, LaunchSettingsSchema } from './launch-settings.ts'
import { RepoIdSchema, RepoPathSchema, RevisionSchema } from './repo.ts'
import { LaunchModeSchema } from './run.ts'

/** A preset's name: a key of `models.yaml` and a word of the command line. It has no slash, so it is never a model's. */
export const PresetNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'Letters, digits and . _ - only, 64 at most.')

/** A value of YAML that stands for a text: `PORT: 8000` means "8000". */
const TextSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String)

/** One entry of `models.yaml`, as Hubkey itself writes it. */
export const PresetSchema = z.strictObject({
  engine: z.enum(engineIds).default('embedded'),
  model: RepoIdSchema,
  revision: RevisionSchema.default('main'),
  /** Which file of the repository; the best one when left out. */
  file: RepoPathSchema.optional(),
  /** Whose token is used; the one in force for the model when left out. */
  account: AccountNameSchema.optional(),
  /** The variable of the key that the server needs, as xr-ai names it: `NGC_API_KEY`, `HF_TOKEN`. */
  api_key_env: z.string().max(100).optional(),
  /** 0 or left out: any free one. */
  port: z.number().int().min(0).max(65535).default(0),
  context: LaunchSettingsSchema.shape.context,
  gpu: GpuChoiceSchema.optional(),
  args: z
    .array(TextSchema.pipe(LaunchSettingsSchema.shape.args.unwrap().element))
    .max(200)
    .default([]),
  env: z
    .record(z.string(), TextSchema)
    .default({})
    .pipe(LaunchSettingsSchema.shape.environment.unwrap()),
  /** Started with the app. */
  autostart: z.boolean().default(false),
  command: z.array(TextSchema).min(1).max(200).optional(),
  ready: LaunchSettingsSchema.shape.ready,
  /** Where a hosted model is asked. */
  address: LaunchSettingsSchema.shape.address,
  token: LaunchSettingsSchema.shape.token,
  mode: LaunchModeSchema.default('own'),
})
export type Preset = z.infer<typeof PresetSchema>

/** What a window may change; a command line is written by hand alone, for it may be any program. */
export const PresetEditSchema = z.strictObject({
  ...PresetSchema.omit({ command: true, ready: true, args: true, env: true }).shape,
  args: LaunchSettingsSchema.shape.args,
  env: LaunchSettingsSchema.shape.environment,
})
export type PresetEdit = z.infer<typeof PresetEditSchema>

export const PresetViewSchema = z.object({
  name: PresetNameSchema,
  preset: PresetSchema,
  /** Changes whenever the entry does; an edit names the one that it began with. */
  revision: z.string().max(64),
})
export type PresetView = z.infer<typeof PresetViewSchema>

/** Something in `models.yaml` that cannot be used; lines and columns count from 1. */
export const PresetProblemSchema = z.object({
  line: z.number().int(),
  column: z.number().int(),
  /** The entry that it is in, if it is in one. */
  preset: z.string().max(200).nullable(),
  message: z.string().max(500),
})
export type PresetProblem = z.infer<typeof PresetProblemSchema>

/** `models.yaml` as it lies there. */
export const PresetsViewSchema = z.object({
  path: z.string(),
  presets: z.array(PresetViewSchema).max(200),
  problems: z.array(PresetProblemSchema).max(50),
})
export type PresetsView = z.infer<typeof PresetsViewSchema>
