import type { AccessView, Gate, Verdict } from '../../../shared/domain/access.ts'
import { AppFailure, type AppError } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { request, type ApiReply } from '../../http/request.ts'
import { authCheckAddress, type RepoName } from '../addresses.ts'
import type { RepoPlace } from '../file-place.ts'
import { readLimits } from '../limits.ts'
import { askRepoInfo } from '../model/ask-repo-info.ts'
import type { ModelInfo } from '../model/model-info.ts'
import type { HubNeeds } from '../needs.ts'
import { askAsAccount, type AccountReply } from './ask-as-account.ts'
import { explain } from './explain.ts'
import type { Standing } from './judge.ts'
import { offlineCause, offlineMode } from './offline-cause.ts'
import { readVerdict, undecided, type Reading } from './read-verdict.ts'

/** A repository at a revision, and how much of it is wanted. */
export interface AccessQuestion extends RepoPlace {
  /** Ask for the list of files too. */
  readonly withFiles: boolean
}

/** What the Hub let be known: the verdict always, the rest only when it answered. */
export interface Judged {
  readonly access: AccessView
  readonly gated: Gate
  readonly info: ModelInfo | null
}

/**
 * Whether this account may have a repository. Access is asked first (`auth-check`), since info
 * answers 200 on gated repositories whatever the access; info then tells granted from public.
 * Throws `revision-missing`, or why the token could not be read when the repository needs one.
 */
export async function judgeAccess(question: AccessQuestion, needs: HubNeeds): Promise<Judged> {
  const { offline } = readHfEnvironment(needs.env, needs.paths.home)
  if (offline) return tell(question, undecided(offlineMode), 'none', needs)
  try {
    const checked = await askAccess(question, needs)
    const { reading, standing, token } = checked
    if (!infoHelps(reading)) return tell(question, reading, standing, needs)
    const answer = await askRepoInfo({ ...question, token }, needs)
    // Between the two questions the token may have died.
    const now = token !== null && answer.standing !== 'accepted' ? answer.standing : standing
    if ('info' in answer) return tell(question, reading, now, needs, answer.info)
    return tell(question, reading.verdict === null ? answer.reading : reading, now, needs)
  } catch (cause) {
    const why = offlineCause(cause) ?? notTrusted(cause)
    if (why === null) throw cause
    return tell(question, undecided(why), 'none', needs)
  }
}

/** A mirror that stored tokens were never sent to was asked without one, and wants one. */
function notTrusted(cause: unknown): AppError | null {
  const isIt = cause instanceof AppFailure && cause.error.code === 'endpoint-not-trusted'
  return isIt ? cause.error : null
}

/** What the access check alone says. `reading.verdict` is null when nothing stands in the way. */
export type Checked = AccountReply<ApiReply> & { readonly reading: Reading }

/** Asks `auth-check` once for this account. Throws as `request` does. */
export async function askAccess(name: RepoName, needs: HubNeeds): Promise<Checked> {
  const { endpoint, host } = readHfEnvironment(needs.env, needs.paths.home)
  const timeoutMs = readLimits(needs.env, needs.limits).metadataMs
  const url = authCheckAddress(endpoint, name)
  const answer = await askAsAccount(
    {
      repo: name.repo,
      send: async (token) => request({ url, token, timeoutMs, maxBytes: 65_536 }, needs.fetch),
    },
    needs,
  )
  const { reply, standing } = answer
  return { ...answer, reading: readVerdict(reply, { standing, host, now: needs.clock.now() }) }
}

/** Who is kept out by the gate or by the token's rights may still see what the repository is. */
function infoHelps({ verdict }: Reading): boolean {
  return (
    verdict === null ||
    !['private-or-missing', 'disabled', 'rate-limited', 'offline'].includes(verdict)
  )
}

function tell(
  { type, repo }: RepoName,
  reading: Reading,
  standing: Standing,
  { env, paths, clock }: HubNeeds,
  info: ModelInfo | null = null,
): Judged {
  const { host } = readHfEnvironment(env, paths.home)
  const gated = info?.gated ?? 'unknown'
  const { waitSeconds, cause, policy } = reading
  const verdict = reading.verdict ?? (info === null ? 'offline' : verdictOf(info))
  const facts = { type, repo, host, standing, gated, waitSeconds, cause, policy }
  const until =
    verdict === 'rate-limited' && waitSeconds !== null
      ? { until: new Date(clock.now().getTime() + waitSeconds * 1000).toISOString() }
      : {}
  return { access: { ...explain(verdict, facts), ...until }, gated, info }
}

function verdictOf(info: ModelInfo): Verdict {
  if (info.disabled) return 'disabled'
  return info.private || info.gated === 'auto' || info.gated === 'manual' ? 'granted' : 'open'
}
