import type { AccessView, Verdict } from '../../../shared/domain/access.ts'
import type { ModelView } from '../../../shared/domain/model.ts'
import type { Action, AppError } from '../../../shared/errors.ts'
import type { Standing } from './judge.ts'

/** What the sentences are made of. */
export interface AccessFacts {
  readonly repo: string
  readonly host: string
  readonly standing: Standing
  readonly gated: ModelView['gated']
  readonly waitSeconds: number | null
  /** Why nobody could tell, for `offline`. */
  readonly cause: AppError | null
}

/** One sentence and one next step for every verdict. */
export function explain(verdict: Verdict, facts: AccessFacts): AccessView {
  const [reason, action] = words(verdict, facts)
  return { verdict, reason, action }
}

function words(verdict: Verdict, facts: AccessFacts): [string, Action | null] {
  const { repo, host, standing } = facts
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
        { label: 'Edit this token’s rights', does: openLink({ to: 'manage-tokens' }) },
      ]
    case 'org-policy':
      return [
        `An organisation’s rules for tokens keep this one away from ${repo}.`,
        advice('Ask your organisation’s administrator to allow this token'),
      ]
    case 'not-requested':
      return [notRequested(facts), openPage(repo, 'Ask for access on the model’s page')]
    case 'awaiting-author':
      return [
        `Your request for ${repo} is waiting for its author’s answer.`,
        openPage(repo, 'Open the model’s page'),
      ]
    case 'refused':
      return [
        `The author of ${repo} has refused your request.`,
        openPage(repo, 'Open the model’s page'),
      ]
    case 'must-request-again':
      return [
        `The author of ${repo} has withdrawn earlier grants; yours must be asked for again.`,
        openPage(repo, 'Ask for access again'),
      ]
    case 'private-or-missing':
      return standing === 'none'
        ? [`${repo} does not exist, or it is private and needs you to log in.`, logIn]
        : [
            `${repo} does not exist, or it is private and your account may not see it.`,
            openPage(repo, 'Open the model’s page'),
          ]
    case 'disabled':
      return [
        `${host} has disabled ${repo} for everybody.`,
        openPage(repo, 'Open the model’s page'),
      ]
    case 'rate-limited':
      return [rateLimited(facts), retry]
    case 'offline':
      return offline(facts)
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

function offline({ repo, host, cause }: AccessFacts): [string, Action] {
  switch (cause?.code) {
    case 'hub-timeout':
      return [`${host} did not answer in time, so nobody can tell about ${repo} now.`, retry]
    case 'hub-tls':
      return [
        `The secure connection to ${host} could not be trusted, so it was not asked about ${repo}.`,
        cause.action ?? retry,
      ]
    case 'hub-proxy':
    case 'hub-proxy-invalid':
      return [`${cause.message} So nobody can tell about ${repo} now.`, cause.action ?? retry]
    case 'hub-unexpected-reply':
      return [
        `Something other than the Hub answered for ${host}, perhaps the sign-in page of a network.`,
        cause.action ?? retry,
      ]
    case 'hub-server-error':
      return [`${host} has a problem of its own, so nobody can tell about ${repo} now.`, retry]
    case 'offline-mode':
      return [
        `HF_HUB_OFFLINE is set, so ${host} is not asked; only what is in the cache can be used.`,
        advice('Unset HF_HUB_OFFLINE and start Hubkey again'),
      ]
    default:
      return [`${host} cannot be reached, so nobody can tell about ${repo} now.`, retry]
  }
}

const logIn: Action = { label: 'Log in to Hugging Face', does: { kind: 'log-in' } }
const logInAgain: Action = { label: 'Log in again', does: { kind: 'log-in' } }
const retry: Action = { label: 'Try again', does: { kind: 'retry' } }

function advice(label: string): Action {
  return { label, does: { kind: 'advice' } }
}

function openPage(repo: string, label: string): Action {
  return { label, does: openLink({ to: 'model', repo }) }
}

function openLink(link: Extract<Action['does'], { kind: 'open-link' }>['link']): Action['does'] {
  return { kind: 'open-link', link }
}
