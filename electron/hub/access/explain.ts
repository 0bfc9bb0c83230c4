import { advice, retry } from '../../../shared/app-error.ts'
import type { AccessView, Gate, Verdict } from '../../../shared/domain/access.ts'
import type { RepoType } from '../../../shared/domain/repo.ts'
import type { Action, AppError } from '../../../shared/errors.ts'
import { createToken, logIn, logInAgain, manageTokens, openPage, waitFor } from './actions.ts'
import { explainOffline } from './explain-offline.ts'
import type { OrgPolicy, Standing } from './judge.ts'

/** What the sentences are made of. */
export interface AccessFacts {
  readonly repo: string
  /** A model when left out. */
  readonly type?: RepoType | undefined
  readonly host: string
  readonly standing: Standing
  readonly gated: Gate
  readonly waitSeconds: number | null
  /** Why nobody could tell, for `offline`. */
  readonly cause: AppError | null
  /** What the rules are, for `org-policy`. */
  readonly policy?: OrgPolicy | null
}

/** One sentence and one next step for every verdict. */
export function explain(verdict: Verdict, facts: AccessFacts): AccessView {
  const [reason, action] = words(verdict, facts)
  return { verdict, reason, action }
}

function words(verdict: Verdict, facts: AccessFacts): [string, Action | null] {
  const { repo, host, standing, type = 'model' } = facts
  const page = openPage({ type, repo }, `Open the ${type}’s page`)
  switch (verdict) {
    case 'open':
      return standing === 'rejected'
        ? [`${repo} is public. ${host} does not accept your token, so it was not used.`, logInAgain]
        : [`${repo} is public.`, null]
    case 'granted':
      return [
        facts.gated === 'no'
          ? `${repo} is private and your account may read it.`
          : `${repo} is gated and your account has access.`,
        null,
      ]
    case 'no-token':
      return [`${repo} is gated: its author wants to know who downloads it.`, logIn]
    case 'token-rejected':
      return [
        `${host} does not accept your token, so it cannot tell what you may have.`,
        logInAgain,
      ]
    case 'token-lacks-gated-right':
      return [
        `Your token may not read ${repo}: it lacks the right to read gated repositories.`,
        manageTokens,
      ]
    case 'org-policy':
      return orgPolicy(facts)
    case 'not-requested':
      return [notRequested(facts), openPage({ type, repo }, `Ask for access on the ${type}’s page`)]
    case 'awaiting-author':
      return [
        `Your request for ${repo} is waiting for its author’s answer.`,
        waitFor({ type, repo }),
      ]
    case 'refused':
      return [`The author of ${repo} has refused your request.`, page]
    case 'must-request-again':
      return [
        `The author of ${repo} has withdrawn earlier grants; yours must be asked for again.`,
        openPage({ type, repo }, 'Ask for access again'),
      ]
    case 'private-or-missing':
      return standing === 'none'
        ? [`${repo} does not exist, or it is private and needs you to log in.`, logIn]
        : [`${repo} does not exist, or it is private and your account may not see it.`, page]
    case 'disabled':
      return [`${host} has disabled ${repo} for everybody.`, page]
    case 'rate-limited':
      return [rateLimited(facts), retry]
    case 'offline':
      return explainOffline(facts)
  }
}

function notRequested({ repo, gated }: AccessFacts): string {
  const who =
    gated === 'auto'
      ? ' Access is given at once.'
      : gated === 'manual'
        ? ' Its author decides on each request.'
        : ''
  return `${repo} is gated and your account has not asked for it yet.${who}`
}

function rateLimited({ host, waitSeconds }: AccessFacts): string {
  return waitSeconds === null
    ? `${host} asks to wait before the next request.`
    : `${host} asks to wait ${waitSeconds} seconds before the next request.`
}

function orgPolicy({ repo, policy }: AccessFacts): [string, Action] {
  switch (policy) {
    case 'fine-grained-only':
      return [`The organisation’s rules let only fine-grained tokens read ${repo}.`, createToken]
    case 'revoked':
      return [`The organisation’s rules: its administrator has revoked this token.`, logInAgain]
    case 'pending':
      return [
        `The organisation’s rules: its administrator has yet to approve this token.`,
        advice('Wait for the approval, then ask again'),
      ]
    case 'denied':
    default:
      return [
        `An organisation’s rules for tokens keep this one away from ${repo}.`,
        advice('Ask your organisation’s administrator to allow this token'),
      ]
  }
}
