import { z } from 'zod'
import { AppErrorSchema } from '../app-error.ts'
import { AccountNameSchema } from './account.ts'
import { ProviderIdSchema } from './provider.ts'

/** Tools and places, other than Hubkey, in which tokens are found. */
export const ForeignToolIdSchema = z.enum([
  'xr-ai',
  'halo-forge',
  'hf',
  'git',
  'docker',
  'ngc',
  'netrc',
  'shell-profile',
  'systemd',
  'lm-studio',
  'jan',
  'jupyter',
  'editor',
  'env-file',
])
export type ForeignToolId = z.infer<typeof ForeignToolIdSchema>

/** A token that another tool holds. Never the token itself. */
export const ForeignTokenViewSchema = z.object({
  /** Names this token in this place; another token in the same place has another one. */
  id: z.string(),
  tool: ForeignToolIdSchema,
  /** The tool's name for people. */
  label: z.string(),
  provider: ProviderIdSchema,
  /** Path of the file, or the helper's name. */
  where: z.string(),
  /** The variable, section, server or user name it stands under; null when the file holds it alone. */
  name: z.string().nullable(),
  /** Short keyed hash, useless outside this install. */
  fingerprint: z.string(),
  /** Octal permission bits such as `0600`, for files on POSIX systems. */
  mode: z.string().optional(),
  /** Hubkey's own names for the very same token. */
  storedAs: z.array(z.string()),
  /** Why it is not taken over, as one sentence; null when it can be. */
  notImportable: z.string().nullable(),
  /** Why Hubkey does not take it away there, as one sentence; null when it can. */
  notRemovable: z.string().nullable(),
})
export type ForeignTokenView = z.infer<typeof ForeignTokenViewSchema>

/** A place that is there but could not be read or understood, which is not the same as empty. */
export const ForeignProblemViewSchema = z.object({
  tool: ForeignToolIdSchema,
  label: z.string(),
  where: z.string(),
  /** As for a token. */
  name: z.string().nullable(),
  error: AppErrorSchema,
})
export type ForeignProblemView = z.infer<typeof ForeignProblemViewSchema>

/** Everything that was found outside of Hubkey. */
export const ForeignViewSchema = z.object({
  tokens: z.array(ForeignTokenViewSchema),
  problems: z.array(ForeignProblemViewSchema),
  /** Set when Hubkey's own store could not be read whole; `storedAs` may then lack a name. */
  storeProblem: AppErrorSchema.nullable(),
})
export type ForeignView = z.infer<typeof ForeignViewSchema>

/** Absolute paths of `.env` files to look into as well. */
const FilesSchema = z.array(z.string().min(1).max(4096)).max(50).optional()

export const ListForeignInputSchema = z.object({ files: FilesSchema })
export type ListForeignInput = z.infer<typeof ListForeignInputSchema>

export const ImportForeignInputSchema = z.object({
  id: z.string().max(64),
  /** Hubkey's name for it; the default one when left out. */
  account: AccountNameSchema.optional(),
  /** The same files as when the token was listed. */
  files: FilesSchema,
})
export type ImportForeignInput = z.infer<typeof ImportForeignInputSchema>

/** Where an imported token went. */
export const ImportedTokenSchema = z.object({
  /** As it was listed. */
  token: ForeignTokenViewSchema,
  account: z.string(),
  store: z.enum(['keyring', 'file']),
  /** True when Hubkey held it already, so that nothing was written. */
  already: z.boolean(),
  verified: z.boolean(),
  username: z.string().nullable(),
  role: z.string().nullable(),
  /** Why it is not verified; null also when its provider cannot be asked yet. */
  error: AppErrorSchema.nullable(),
})
export type ImportedToken = z.infer<typeof ImportedTokenSchema>

export const RemoveForeignInputSchema = z.object({
  id: z.string().max(64),
  files: FilesSchema,
})
export type RemoveForeignInput = z.infer<typeof RemoveForeignInputSchema>

/** What was taken away elsewhere. */
export const RemovedForeignSchema = z.object({
  token: ForeignTokenViewSchema,
  /** Hubkey's names for the token, read back before it was removed. */
  keptAs: z.array(z.string()).min(1),
})
export type RemovedForeign = z.infer<typeof RemovedForeignSchema>
