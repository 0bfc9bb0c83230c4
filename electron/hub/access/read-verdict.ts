import type { Verdict } from '../../../shared/domain/access.ts'
import { errors, type AppError } from '../../../shared/errors.ts'
import { judge, policyOf, type OrgPolicy, type Standing } from './judge.ts'
import { undecidedReply } from './offline-cause.ts'
import { readRefusal, type AnyReply } from './refusal.ts'

/** What one reply says about access. A null verdict means that nothing stands in the way. */
export interface Reading {
  readonly verdict: Verdict | null
  readonly waitSeconds: number | null
  readonly cause: AppError | null
  /** What the rules are that `org-policy` speaks of, when the Hub said. */
  readonly policy: OrgPolicy | null
}

/** Who asked whom, and when. */
export interface Judging {
  readonly standing: Standing
  readonly host: string
  readonly now: Date
}

/**
 * Judges a reply from the Hub's API or its files. A page where the Hub would send none comes from
 * something in between (a captive portal, a proxy) and decides nothing.
 */
export function readVerdict(reply: AnyReply, judging: Judging): Reading {
  const { status } = reply
  const { standing, host, now } = judging
  if (isPage(reply)) return undecided(errors.hubUnexpectedReply(host))
  if (status >= 200 && status < 400) return nothingInTheWay
  const refusal = readRefusal(reply, now)
  const verdict = judge(refusal, standing)
  if (verdict === 'offline') return undecided(undecidedReply(host, status))
  const policy = verdict === 'org-policy' ? policyOf(refusal) : null
  return { verdict, waitSeconds: refusal.waitSeconds, cause: null, policy }
}

const nothingInTheWay: Reading = { verdict: null, waitSeconds: null, cause: null, policy: null }

/** What there is to say when the Hub could not be asked, or gave no answer that decides. */
export function undecided(cause: AppError): Reading {
  return { verdict: 'offline', waitSeconds: null, cause, policy: null }
}

function isPage({ status, headers }: AnyReply): boolean {
  const html = headers.get('content-type')?.includes('text/html') === true
  return html && status < 500 && !headers.has('x-error-code')
}
