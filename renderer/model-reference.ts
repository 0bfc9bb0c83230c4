import type { LookUpType } from '../shared/domain/repo.ts'

/** What is looked up: a model or a dataset, at a revision. */
export interface RepoReference {
  readonly type: LookUpType
  readonly repo: string
  readonly revision: string
}

/** What the look-up field was understood as. */
export type ModelReference =
  | ({ readonly ok: true } & RepoReference)
  | { readonly ok: false; readonly message: string; readonly looksLikeToken: boolean }

const hosts = new Set(['huggingface.co', 'hf.co'])
/** As `RepoIdSchema` has it; a test holds the two together. */
const repoId = /^(?!.*(?:--|\.\.))[A-Za-z0-9][\w.-]{0,95}(?:\/[A-Za-z0-9_][\w.-]{0,95})?$/
/** Shapes of the tokens Hubkey keeps; none of them is a model's name. */
const tokenShape = /\b(?:hf_[A-Za-z0-9]{16,}|api_org_[A-Za-z0-9]{16,}|nvapi-[\w-]{16,})/
const datasets = 'datasets/'

/**
 * Reads `owner/name`, `datasets/owner/name`, or the address of the page of either. The page of a
 * branch or of a file in it names the revision, too. Main parses the result once more; this only
 * spares a round trip.
 */
export function parseModelReference(text: string): ModelReference {
  const trimmed = text.trim()
  if (tokenShape.test(trimmed)) {
    return refuse('This looks like a token, not a model. It was not sent anywhere.', true)
  }
  if (trimmed === '') return refuse('Enter a model as owner/name.')
  const url = asUrl(trimmed)
  if (url === null) return checked(...withoutKind(trimmed), 'main')
  if (!hosts.has(url.hostname.replace(/^www\./, ''))) {
    return refuse(`${url.hostname} is not the Hub. Paste an address from huggingface.co.`)
  }
  const [type, path] = withoutKind(url.pathname.replace(/^\/+/, ''))
  const parts = path.split('/').filter((part) => part !== '')
  if (parts[0] === 'spaces') {
    return refuse('This is the address of a space, not of a model or a dataset.')
  }
  const [owner, name, kind, revision] = parts
  if (owner === undefined) return refuse(`This address names no ${type}.`)
  // The oldest datasets have no owner: `/datasets/squad/tree/main`.
  const isBare = name === undefined || (type === 'dataset' && pageKinds.has(name))
  const repo = isBare ? owner : `${owner}/${name}`
  const [page, at] = isBare ? [name, kind] : [kind, revision]
  const namesRevision = page !== undefined && pageKinds.has(page)
  return checked(type, repo, namesRevision && at !== undefined ? decode(at) : 'main')
}

/** Pages of a repository that stand at a revision. */
const pageKinds = new Set(['tree', 'blob', 'resolve'])

function withoutKind(text: string): [LookUpType, string] {
  return text.startsWith(datasets) ? ['dataset', text.slice(datasets.length)] : ['model', text]
}

function asUrl(text: string): URL | null {
  const address = /^(?:www\.)?(?:huggingface\.co|hf\.co)\//.test(text) ? `https://${text}` : text
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? new URL(address) : null
}

function checked(type: LookUpType, repo: string, revision: string): ModelReference {
  if (repoId.test(repo)) return { ok: true, type, repo, revision }
  return refuse(
    type === 'model'
      ? 'A model is named owner/name, as in its address on the Hub.'
      : 'A dataset is named datasets/owner/name, as in its address on the Hub.',
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function refuse(message: string, looksLikeToken = false): ModelReference {
  return { ok: false, message, looksLikeToken }
}
