import { z } from 'zod'

/** `owner/name` (or a legacy bare name), by the Hub's own rules: 96 characters, no `--`, no `..`. */
export const RepoIdSchema = z
  .string()
  .max(193)
  .regex(
    /^(?!.*(?:--|\.\.))[A-Za-z0-9][\w.-]{0,95}(?:\/[A-Za-z0-9_][\w.-]{0,95})?$/,
    'A model is named owner/name.',
  )
export type RepoId = z.infer<typeof RepoIdSchema>

/** What kind of repository an id names; each kind has ids of its own, and one word of its own in the API. */
export const RepoTypeSchema = z.enum(['model', 'dataset', 'space'])
export type RepoType = z.infer<typeof RepoTypeSchema>

/** Kinds that can be looked up: a Space is a program, of whose files nobody here is in need. */
export const LookUpTypeSchema = RepoTypeSchema.exclude(['space'])
export type LookUpType = z.infer<typeof LookUpTypeSchema>

/** A branch, tag, commit or `refs/pr/N`. */
export const RevisionSchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^(?!.*\.\.)[\w./+-]+$/, 'A revision is a branch, a tag or a commit.')

/** Path of a file inside a repository: relative, forward slashes, never climbing out. */
export const RepoPathSchema = z
  .string()
  .min(1)
  .max(1024)
  .refine(
    (path) =>
      !path.startsWith('/') &&
      !path.includes('\\') &&
      !/[\u0000-\u001f]/.test(path) &&
      path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'Not a path inside the repository.',
  )
