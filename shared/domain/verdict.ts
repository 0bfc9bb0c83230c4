/**
 * Every answer to "may this account have this repository?". Free of zod, so that a window can ask
 * the same question as the command line without loading a parser.
 */
export const verdicts = [
  'open',
  'granted',
  'no-token',
  'token-rejected',
  'token-lacks-gated-right',
  'org-policy',
  'not-requested',
  'awaiting-author',
  'refused',
  'must-request-again',
  'private-or-missing',
  'disabled',
  'rate-limited',
  'offline',
] as const
export type Verdict = (typeof verdicts)[number]

/** True when files may be downloaded under this verdict. */
export function allowsDownload(verdict: Verdict): boolean {
  return verdict === 'open' || verdict === 'granted'
}

const opensLater: ReadonlySet<Verdict> = new Set<Verdict>([
  'not-requested',
  'awaiting-author',
  'must-request-again',
])

/** True when somebody's yes, the user's own or the author's, is all that is missing. */
export function mayOpenLater(verdict: Verdict): boolean {
  return opensLater.has(verdict)
}
