import type { ModelView } from '../../shared/domain/model.ts'
import type { LookUpType } from '../../shared/domain/repo.ts'
import { judgeAccess } from './access/judge-access.ts'
import { whichAccounts } from './access/which-accounts.ts'
import { acceptRepo, acceptRevision } from './input.ts'
import { cachedFiles, withCache } from './model/cached-files.ts'
import type { HubNeeds } from './needs.ts'

/** A model, or a dataset, at a revision. */
export interface ModelPlace {
  /** A model where it is left out. */
  readonly type?: LookUpType
  readonly repo: string
  readonly revision: string
}

/**
 * Tells what a model or a dataset is and whether this account may have it. When the Hub cannot tell, the files
 * in the cache are listed instead. Throws `bad-input`, `revision-missing`, or the reason why the
 * token could not be read when the model needs one.
 */
export async function inspectModel(place: ModelPlace, needs: HubNeeds): Promise<ModelView> {
  const repo = acceptRepo(place.repo)
  const revision = acceptRevision(place.revision)
  const { type = 'model' } = place
  const question = { type, repo, revision, withFiles: true }
  const { access: judged, gated, info } = await judgeAccess(question, needs)
  const { verdict } = judged
  const { accounts: all, switchTo } = await whichAccounts({ type, repo, verdict }, needs)
  const access = { ...judged, action: switchTo ?? judged.action }
  const accounts = [...all]
  if (info === null) {
    const { commit, files } = await cachedFiles({ type, repo, revision }, needs)
    const nothing = { pipeline: null, library: null, licence: null, card: null }
    return { type, repo, revision, commit, gated, ...nothing, access, accounts, files }
  }
  const { commit, pipeline, library, licence, card } = info
  const files = await withCache(info.files, { type, repo, commit }, needs)
  const facts = { commit, gated, pipeline, library, licence, card }
  return { type, repo, revision, ...facts, access, accounts, files }
}
