import type { FilePlace, RepoPlace } from './file-place.ts'

/** Addresses of the Hub's HTTP API (huggingface_hub's hf_api.py and hf_hub_url). */

/** Whether this account may have the files. Answers `OK`. */
export function authCheckAddress(endpoint: string, repo: string): string {
  return `${endpoint}/api/models/${encodeParts(repo)}/auth-check`
}

/** What the Hub knows of a repository, files with sizes included. */
export function repoInfoAddress(endpoint: string, { type, repo, revision }: RepoPlace): string {
  const id = encodeParts(repo)
  return `${endpoint}/api/${type ?? 'model'}s/${id}/revision/${encodeURIComponent(revision)}?blobs=true`
}

/** A page of models; `query` names what is looked for. */
export function searchAddress(endpoint: string, query: string): string {
  return `${endpoint}/api/models?${query}`
}

/** Where a file's bytes are asked for. */
export function resolveAddress(endpoint: string, file: FilePlace): string {
  const repo = `${file.type === 'dataset' ? 'datasets/' : ''}${encodeParts(file.repo)}`
  return `${endpoint}/${repo}/resolve/${encodeURIComponent(file.revision)}/${encodeParts(file.path)}`
}

/** Who a token belongs to. Strictly rate-limited: asked only to settle a doubt. */
export function whoAmIAddress(endpoint: string): string {
  return `${endpoint}/api/whoami-v2`
}

function encodeParts(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
