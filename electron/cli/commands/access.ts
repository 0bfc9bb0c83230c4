import type { AccessReport } from '../../../shared/domain/access.ts'
import type { RepoType } from '../../../shared/domain/repo.ts'
import { mayOpenLater } from '../../../shared/domain/verdict.ts'
import { watchNeeds } from '../../app/watching.ts'
import { checkAccess } from '../../hub/check-access.ts'
import { addWatch } from '../../hub/watch/change-watch.ts'
import type { Context } from '../context.ts'
import { exitCodeOfVerdict } from '../exit-code.ts'
import { describeAction } from '../io.ts'

export interface AccessOptions {
  readonly repo: string
  readonly type: RepoType
  readonly revision: string
  /** Ask as this account instead of the one in force. */
  readonly account?: string
  /** Wait for it, where waiting can help. */
  readonly watch: boolean
}

/**
 * `hubkey access`: whether this account may have a repository, and the one next step. A "no" is an
 * answer, not a failure: it is printed on stdout, and the exit code tells it (0 may be had, 2 a token
 * is needed or was rejected, 3 this account may not, 4 nobody could tell).
 */
export async function access(options: AccessOptions, context: Context): Promise<number> {
  const { core, output } = context
  output.progress(`Asking about ${options.repo}…`)
  const as = options.account === undefined ? {} : core.hubTokens.as(options.account)
  const report = await checkAccess(options, { ...core.hub, ...as })
  const { verdict, reason, until, action } = report
  const watched = options.watch && mayOpenLater(verdict)
  if (watched) {
    const { repo, type, revision } = report
    await addWatch({ repo, type, revision, verdict, account: options.account }, watchNeeds(core))
    output.notice('The app asks again, gently, and tells when it opens.')
  } else if (options.watch) output.notice('There is nothing to wait for.')
  output.result(
    {
      repo: report.repo,
      type: report.type,
      revision: report.revision,
      gated: report.gated,
      verdict,
      reason,
      action: action && describeAction(action, output.hub),
      ...(until === undefined ? {} : { until }),
      ...(options.watch ? { watched } : {}),
      accounts: report.accounts,
    },
    () => describe(report, output.hub),
  )
  return exitCodeOfVerdict(verdict)
}

function describe({ verdict, reason, action, accounts }: AccessReport, hub: string): string {
  const next = action === null ? '' : `Next: ${describeAction(action, hub)}\n`
  const lines = accounts.map((one) => {
    const who = one.username === null ? '' : ` (${one.username})`
    const mark = one.inForce ? '→' : ' '
    return `${mark} ${one.account ?? 'not stored'}${who}: ${one.verdict ?? 'not asked'}\n`
  })
  return `${verdict}: ${reason}\n${next}${accounts.length > 1 ? lines.join('') : ''}`
}
