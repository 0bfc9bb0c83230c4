import { z } from 'zod'
import { ProviderIdSchema } from './provider.ts'
import { StandingSchema } from './where.ts'

/** A token that lies in a file or in a repository's history. Never the token itself. */
export const ScanFindingSchema = z.object({
  path: z.string(),
  /** From 1. */
  line: z.number().int(),
  provider: ProviderIdSchema,
  fingerprint: z.string(),
  standing: StandingSchema,
  /** Hubkey's account that holds this token, or held it. */
  account: z.string().nullable(),
  /** For the history: the commit that brought it in, shortened; null where no commit has it any more. */
  commit: z.string().nullable().optional(),
})
export type ScanFinding = z.infer<typeof ScanFindingSchema>

/** What a scan came to. */
export const ScanViewSchema = z.object({
  findings: z.array(ScanFindingSchema),
  /** How many files or stored versions were read. */
  read: z.number().int(),
  /** How many could not be read; what is no text is not counted. */
  unread: z.number().int(),
})
export type ScanView = z.infer<typeof ScanViewSchema>

export const ScanInputSchema = z.object({
  /** Absolute paths of files and folders. */
  paths: z.array(z.string().min(1).max(4096)).min(1).max(1000),
  /** Also what the repositories at these paths hold from earlier. */
  history: z.boolean().optional(),
  /** Instead of files: what the next commit of the repository at the first path would hold. */
  staged: z.boolean().optional(),
})
export type ScanInput = z.infer<typeof ScanInputSchema>
