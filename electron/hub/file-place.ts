import type { RepoType } from '../../shared/domain/repo.ts'

/** A repository at a branch, tag or commit. */
export interface RepoPlace {
  /** A model where it is left out. */
  readonly type?: RepoType | undefined
  readonly repo: string
  readonly revision: string
}

/** A file of it. */
export interface FilePlace extends RepoPlace {
  readonly path: string
}
