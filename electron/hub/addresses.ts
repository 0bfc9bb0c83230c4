/** Addresses of the Hub's HTTP API (huggingface_hub's hf_api.py and hf_hub_url). */

/** Whether this account may have the files. Answers `OK`. */
export function authCheckAddress(endpoint: string, repo: string): string {
  return `${endpoint}/api/models/${encodeParts(repo)}/auth-check`
}

/** What the Hub knows of a model, files with sizes included. */
export function modelInfoAddress(endpoint: string, repo: string, revision: string): string {
  return `${endpoint}/api/models/${encodeParts(repo)}/revision/${encodeURIComponent(revision)}?blobs=true`
}

/** A page of models; `query` names what is looked for. */
export function searchAddress(endpoint: string, query: string): string {
  return `${endpoint}/api/models?${query}`
}

/** Where a file's bytes are asked for. */
export function resolveAddress(
  endpoint: string,
  file: { readonly repo: string; readonly revision: string; readonly path: string },
): string {
  const revision = encodeURIComponent(file.revision)
  return `${endpoint}/${encodeParts(file.repo)}/resolve/${revision}/${encodeParts(file.path)}`
}

/** Who a token belongs to. Strictly rate-limited: asked only to settle a doubt. */
export function whoAmIAddress(endpoint: string): string {
  return `${endpoint}/api/whoami-v2`
}

function encodeParts(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
