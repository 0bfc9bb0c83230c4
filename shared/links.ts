import { z } from 'zod'
import { RepoIdSchema } from './domain/repo.ts'

/** What a new Hugging Face token is wanted for; the prefilled form asks for no more than that. */
const tokenUses = ['download', 'gated', 'inference', 'jobs', 'write'] as const

/**
 * The only addresses the app may open in a browser, by name. A window asks for a name, never for
 * an address, so page content cannot choose where the user is sent.
 */
export const LinkSchema = z.discriminatedUnion('to', [
  /** Without a use: gated downloads. */
  z.object({ to: z.literal('create-token'), for: z.enum(tokenUses).optional() }),
  z.object({ to: z.literal('manage-tokens') }),
  /** Where a public OAuth application is made, for logging in by the browser. */
  z.object({ to: z.literal('create-application') }),
  /** Where the public half of an SSH key is added. */
  z.object({ to: z.literal('ssh-keys') }),
  z.object({ to: z.literal('ngc-keys') }),
  z.object({ to: z.literal('model'), repo: RepoIdSchema }),
  z.object({ to: z.literal('dataset'), repo: RepoIdSchema }),
  z.object({ to: z.literal('space'), repo: RepoIdSchema }),
  /** An exposed port of a job. */
  z.object({
    to: z.literal('job-port'),
    id: z.string().regex(/^[0-9A-Za-z]{1,64}$/),
    port: z.number().int().min(1).max(65535),
  }),
])
export type Link = z.infer<typeof LinkSchema>

/**
 * The form's rights by use: the least that each needs. Names as the Hub's own pages and its
 * whoami reply have them (HF docs: security-tokens).
 */
const prefilled: Readonly<Record<(typeof tokenUses)[number], string>> = {
  // Public files need no right at all; this one is for the user's own private repositories.
  download: 'ownUserPermissions=repo.content.read',
  gated: 'canReadGatedRepos=true',
  inference: 'ownUserPermissions=inference.serverless.write',
  jobs: 'ownUserPermissions=job.write',
  write: 'ownUserPermissions=repo.write',
}

/** The address behind a link; the Hub's own ones on the given Hub. */
export function addressOf(link: Link, hub: string): string {
  switch (link.to) {
    case 'create-token': {
      return `${hub}/settings/tokens/new?tokenType=fineGrained&${prefilled[link.for ?? 'gated']}`
    }
    case 'manage-tokens':
      return `${hub}/settings/tokens`
    case 'create-application':
      return `${hub}/settings/applications/new`
    case 'ssh-keys':
      return `${hub}/settings/keys`
    case 'ngc-keys':
      return 'https://org.ngc.nvidia.com/setup/api-keys'
    case 'model':
      return `${hub}/${encodeParts(link.repo)}`
    case 'job-port':
      return `https://${link.id}--${link.port}.hf.jobs`
    case 'dataset':
    case 'space':
      return `${hub}/${link.to}s/${encodeParts(link.repo)}`
  }
}

function encodeParts(repo: string): string {
  return repo.split('/').map(encodeURIComponent).join('/')
}
