import type { Link } from '../../shared/links.ts'
import { parseModelReference } from '../model-reference.ts'

/** What stands where an owner's name would, and is a page of the Hub's own. */
const ownPages = new Set([
  ...['api', 'blog', 'chat', 'collections', 'docs', 'enterprise', 'inference', 'join', 'learn'],
  ...['login', 'logout', 'models', 'new', 'oauth', 'organizations', 'papers', 'posts', 'pricing'],
  ...['settings', 'storage', 'support', 'tasks', 'terms-of-service', 'privacy', 'resources'],
])
const page = /^https:\/\/(?:huggingface\.co|hf\.co)\/(?:(datasets|spaces)\/)?([^/?#]+\/[^/?#]+)\/?$/

/** The listed link behind the address of a model's, a dataset's or a space's page; null for any other address. */
export function hubLink(address: string): Link | null {
  const [, kind, name = ''] = page.exec(address) ?? []
  const reference = parseModelReference(name)
  if (!reference.ok || ownPages.has(name.split('/')[0] ?? '')) return null
  const to = kind === 'datasets' ? 'dataset' : kind === 'spaces' ? 'space' : 'model'
  return { to, repo: reference.repo }
}
