import type { SearchRequest } from '../../../shared/domain/search.ts'

/** Names of the orders in the Hub's own words (huggingface_hub `ModelSort_T`). */
const orders = {
  trending: 'trendingScore',
  downloads: 'downloads',
  likes: 'likes',
  updated: 'lastModified',
  created: 'createdAt',
} as const satisfies Record<SearchRequest['sort'], string>

/** Asked for by name: without them the Hub sends neither licence nor number of parameters. */
const fields = [
  'pipeline_tag',
  'library_name',
  'downloads',
  'likes',
  'lastModified',
  'gated',
  'tags',
  'cardData',
  'safetensors',
  'gguf',
] as const

/** Query of `GET /api/models` (huggingface_hub `list_models`). */
export function searchQuery(wish: SearchRequest): string {
  const query = new URLSearchParams({ sort: orders[wish.sort], limit: String(wish.limit) })
  const text = wish.text.trim()
  if (text !== '') query.set('search', text)
  if (wish.task !== null) query.set('pipeline_tag', wish.task)
  if (wish.library !== null) query.append('filter', wish.library)
  if (wish.gguf && wish.library !== 'gguf') query.append('filter', 'gguf')
  if (wish.gated !== null) query.set('gated', String(wish.gated))
  const bounds = parameterBounds(wish)
  if (bounds !== '') query.set('num_parameters', bounds)
  if (wish.cursor !== null) query.set('cursor', wish.cursor)
  for (const field of fields) query.append('expand', field)
  return query.toString()
}

/** `min:6B,max:128B`, never narrower than what was asked for. */
function parameterBounds({ minParameters, maxParameters }: SearchRequest): string {
  const bounds: string[] = []
  if (minParameters !== null) bounds.push(`min:${short(minParameters, Math.floor)}`)
  if (maxParameters !== null) bounds.push(`max:${short(maxParameters, Math.ceil)}`)
  return bounds.join(',')
}

function short(count: number, round: (value: number) => number): string {
  if (count % 1e9 === 0) return `${count / 1e9}B`
  if (count % 1e6 === 0) return `${count / 1e6}M`
  return `${round(count / 1e3)}K`
}

/**
 * The cursor of the next page from a `Link` header; null when there is none. Only the cursor is
 * taken, so that no reply can send the next request, and the token with it, to another address.
 */
export function nextCursor(link: string | null): string | null {
  const address = /<([^>]{1,8192})>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1]
  if (address === undefined || !URL.canParse(address, 'https://hub.invalid')) return null
  const cursor = new URL(address, 'https://hub.invalid').searchParams.get('cursor')
  return cursor === null || cursor === '' || cursor.length > 4096 ? null : cursor
}
