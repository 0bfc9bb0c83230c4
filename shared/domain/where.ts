import { z } from 'zod'
import { AppErrorSchema } from '../app-error.ts'
import { ForeignProblemViewSchema, ForeignToolIdSchema } from './foreign.ts'
import { ProviderIdSchema } from './provider.ts'

/** What kind of place a copy lies in: one of Hubkey's own sources, or another tool's. */
export const CopyPlaceSchema = z.enum([
  'environment',
  'keyring',
  'file',
  'set-aside',
  ...ForeignToolIdSchema.options,
])
export type CopyPlace = z.infer<typeof CopyPlaceSchema>

/**
 * `current`: an account of Hubkey's holds this token now. `stale`: an account held it before.
 * `dead`: its provider rejected it. `unknown`: Hubkey does not hold it, and nobody rejected it.
 */
export const standings = ['current', 'stale', 'dead', 'unknown'] as const
export const StandingSchema = z.enum(standings)
export type Standing = z.infer<typeof StandingSchema>

/** One copy of a token on this machine. Never the token itself. */
export const CopyViewSchema = z.object({
  /** Names this copy as long as the same token lies in the same place. */
  id: z.string(),
  place: CopyPlaceSchema,
  /** The place's name for people, e.g. `hf` or `Keyring`. */
  label: z.string(),
  provider: ProviderIdSchema,
  /** A path, a helper's name, or an environment variable. */
  where: z.string(),
  /** What it stands under there; null when the place holds it alone. */
  name: z.string().nullable(),
  fingerprint: z.string(),
  standing: StandingSchema,
  /** Hubkey's account that holds this token, or held it. */
  account: z.string().nullable(),
  /** Whose it is at the provider, where a check has told. */
  username: z.string().nullable(),
  /** Octal permission bits such as `0600`; null where there are none. */
  mode: z.string().nullable(),
  /** True when others of this machine may read or change the file. */
  wide: z.boolean(),
  /** For the environment: the files that set this very value. */
  setBy: z.array(z.string()),
  /** Tools that look here, by id; `wins` are those that use this copy now. */
  readBy: z.array(z.string()),
  wins: z.array(z.string()),
  /** Whether `hubkey import` takes it over, by this id. */
  importable: z.boolean(),
  /** Why its place does not give it up from here, as one sentence; null when it does. */
  notClearable: z.string().nullable(),
  /** Whether it may be cleared now: its place gives it up, and its token is not lost with it. */
  clearable: z.boolean(),
  /** Whether others' rights can be taken off its file from here. */
  tightenable: z.boolean(),
  /** True when `where` is the path of a file. */
  inFile: z.boolean(),
})
export type CopyView = z.infer<typeof CopyViewSchema>

/** A tool that uses tokens: where it looks, in its order, and what it uses now. */
export const ReaderViewSchema = z.object({
  id: z.string(),
  label: z.string(),
  provider: ProviderIdSchema,
  /** Ids of the copies that lie where it looks, the first that counts first. */
  copies: z.array(z.string()),
  /** The copy it uses now; null when it finds none or asks Hubkey. */
  uses: z.string().nullable(),
  /** True when it asks Hubkey at each use and keeps no copy. */
  asksHubkey: z.boolean(),
})
export type ReaderView = z.infer<typeof ReaderViewSchema>

/** Ollama's own key: no token, but it opens private models at the Hub when its owner entered it there. */
export const OllamaKeySchema = z.object({
  path: z.string(),
  mode: z.string().nullable(),
  wide: z.boolean(),
})
export type OllamaKey = z.infer<typeof OllamaKeySchema>

/** Every copy of every token on this machine, and who uses which. */
export const WhereViewSchema = z.object({
  copies: z.array(CopyViewSchema),
  readers: z.array(ReaderViewSchema),
  ollamaKey: OllamaKeySchema.nullable(),
  /** Places that are there but could not be read. */
  problems: z.array(ForeignProblemViewSchema),
  /** Set when Hubkey's own store could not be read whole. */
  storeProblem: AppErrorSchema.nullable(),
})
export type WhereView = z.infer<typeof WhereViewSchema>

export const LookWhereInputSchema = z.object({
  /** Absolute paths of `.env` files, or of folders whose `.env` files are meant. */
  files: z.array(z.string().min(1).max(4096)).max(50).optional(),
  /** Ask each provider once about each token that is not known to be good. */
  verify: z.boolean().optional(),
})
export type LookWhereInput = z.infer<typeof LookWhereInputSchema>

/** Names one copy to take away. */
export const ClearCopyInputSchema = z.object({
  id: z.string().max(64),
  files: LookWhereInputSchema.shape.files,
})
export type ClearCopyInput = z.infer<typeof ClearCopyInputSchema>
