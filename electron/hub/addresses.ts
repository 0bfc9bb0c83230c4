import type { RepoType } from '../../shared/domain/repo.ts'
import type { FilePlace, RepoPlace } from './file-place.ts'

/** Addresses of the Hub's HTTP API (huggingface_hub's hf_api.py and hf_hub_url). */

/** A repository of one of the three kinds. */
export interface RepoName {
  readonly type?: RepoType | undefined
  readonly repo: string
}

/** Whether this account may have the files. Answers `OK`. */
export function authCheckAddress(endpoint: string, name: RepoName): string {
  return `${apiAddress(endpoint, name)}/auth-check`
}

/** What the Hub knows of a repository, files with sizes included. */
export function repoInfoAddress(endpoint: string, place: RepoPlace): string {
  return `${revisionAddress(endpoint, place)}?blobs=true`
}

/** As `repoInfoAddress`, with only what tells who may have it: short even for very many files. */
export function gateAddress(endpoint: string, place: RepoPlace): string {
  const fields = ['sha', 'gated', 'private', 'disabled'].map((field) => `expand=${field}`)
  return `${revisionAddress(endpoint, place)}?${fields.join('&')}`
}

/** A page of models; `query` names what is looked for. */
export function searchAddress(endpoint: string, query: string): string {
  return `${endpoint}/api/models?${query}`
}

/** Where a file's bytes are asked for. */
export function resolveAddress(
  endpoint: string,
  { type, repo, revision, path }: FilePlace,
): string {
  const kind = type === undefined || type === 'model' ? '' : `${type}s/`
  const place = `${kind}${encodeParts(repo)}/resolve/${encodeURIComponent(revision)}`
  return `${endpoint}/${place}/${encodeParts(path)}`
}

function revisionAddress(endpoint: string, place: RepoPlace): string {
  return `${apiAddress(endpoint, place)}/revision/${encodeURIComponent(place.revision)}`
}

function apiAddress(endpoint: string, { type = 'model', repo }: RepoName): string {
  return `${endpoint}/api/${type}s/${encodeParts(repo)}`
}

function encodeParts(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
