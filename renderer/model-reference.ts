/** What the look-up field was understood as. */
export type ModelReference =
  | { readonly ok: true; readonly repo: string; readonly revision: string }
  | { readonly ok: false; readonly message: string; readonly looksLikeToken: boolean }

const hosts = new Set(['huggingface.co', 'hf.co'])
/** As `RepoIdSchema` has it; a test holds the two together. */
const repoId = /^(?!.*(?:--|\.\.))[A-Za-z0-9][\w.-]{0,95}(?:\/[A-Za-z0-9_][\w.-]{0,95})?$/
/** Shapes of the tokens Hubkey keeps; none of them is a model's name. */
const tokenShape = /\b(?:hf_[A-Za-z0-9]{16,}|api_org_[A-Za-z0-9]{16,}|nvapi-[\w-]{16,})/

/**
 * Reads `owner/name`, or the address of a model's page. The page of a branch or of a file in it
 * names the revision, too. Main parses the result once more; this only spares a round trip.
 */
export function parseModelReference(text: string): ModelReference {
  const trimmed = text.trim()
  if (tokenShape.test(trimmed)) {
    return refuse('This looks like a token, not a model. It was not sent anywhere.', true)
  }
  if (trimmed === '') return refuse('Enter a model as owner/name.')
  const url = asUrl(trimmed)
  if (url === null) return checked(trimmed, 'main')
  if (!hosts.has(url.hostname.replace(/^www\./, ''))) {
    return refuse(`${url.hostname} is not the Hub. Paste an address from huggingface.co.`)
  }
  const parts = url.pathname.split('/').filter((part) => part !== '')
  if (parts[0] === 'datasets' || parts[0] === 'spaces') {
    return refuse(`This is the address of a ${parts[0].slice(0, -1)}, not of a model.`)
  }
  const [owner, name, kind, revision] = parts
  if (owner === undefined) return refuse('This address names no model.')
  const repo = name === undefined ? owner : `${owner}/${name}`
  const namesRevision = kind === 'tree' || kind === 'blob' || kind === 'resolve'
  return checked(repo, namesRevision && revision !== undefined ? decode(revision) : 'main')
}

function asUrl(text: string): URL | null {
  const address = /^(?:www\.)?(?:huggingface\.co|hf\.co)\//.test(text) ? `https://${text}` : text
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? new URL(address) : null
}

function checked(repo: string, revision: string): ModelReference {
  return repoId.test(repo)
    ? { ok: true, repo, revision }
    : refuse('A model is named owner/name, as in its address on the Hub.')
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
