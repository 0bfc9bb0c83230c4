import type { AccessReport } from '../../shared/domain/access.ts'
import type { RepoType } from '../../shared/domain/repo.ts'
import { judgeAccess } from './access/judge-access.ts'
import { whichAccounts } from './access/which-accounts.ts'
import { acceptRepo, acceptRevision } from './input.ts'
import type { HubNeeds } from './needs.ts'

/** The question "may I have this?". */
export interface CheckAccess {
  readonly type: RepoType
  readonly repo: string
  readonly revision: string
}

/**
 * Tells whether the account in force may have a repository, why, and the one next step, which is
 * another account where that one can open it. Throws
 * `bad-input`, `revision-missing`, or the reason why the token could not be read when the repository
 * needs one.
 */
export async function checkAccess(ask: CheckAccess, needs: HubNeeds): Promise<AccessReport> {
  const { type } = ask
  const repo = acceptRepo(ask.repo)
  const revision = acceptRevision(ask.revision)
  const question = { type, repo, revision, withFiles: false }
  const { access, gated } = await judgeAccess(question, needs)
  const { accounts, switchTo } = await whichAccounts({ type, repo, verdict: access.verdict }, needs)
  const action = switchTo ?? access.action
  return { repo, type, revision, gated, ...access, action, accounts: [...accounts] }
}
