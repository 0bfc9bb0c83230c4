import { z } from 'zod'
import { RepoIdSchema } from './domain/repo.ts'

/**
 * The only addresses the app may open in a browser, by name. A window asks for a name, never for
 * an address, so page content cannot choose where the user is sent.
 */
export const LinkSchema = z.discriminatedUnion('to', [
  z.object({ to: z.literal('create-token') }),
  z.object({ to: z.literal('manage-tokens') }),
  z.object({ to: z.literal('model'), repo: RepoIdSchema }),
])
export type Link = z.infer<typeof LinkSchema>

/**
 * The address behind a link on the given Hub. The prefilled form is documented in HF's
 * security-tokens page; the chosen rights are the least that gated downloads need.
 */
export function addressOf(link: Link, hub: string): string {
  switch (link.to) {
    case 'create-token':
      return `${hub}/settings/tokens/new?tokenType=fineGrained&canReadGatedRepos=true`
    case 'manage-tokens':
      return `${hub}/settings/tokens`
    case 'model':
      return `${hub}/${link.repo.split('/').map(encodeURIComponent).join('/')}`
  }
}
