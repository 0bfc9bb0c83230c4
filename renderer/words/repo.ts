import type { RepoType } from '../../shared/domain/repo.ts'

/** A repository as the Hub's addresses have it: a model's name alone, any other kind with its word in front. */
export function referenceName({
  type,
  repo,
}: {
  readonly type: RepoType
  readonly repo: string
}): string {
  return type === 'model' ? repo : `${type}s/${repo}`
}
