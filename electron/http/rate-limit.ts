/** Longest wait worth telling; anything beyond is taken for nonsense. */
const longestSeconds = 24 * 60 * 60

/**
 * Seconds a reply asks to wait: `Retry-After` as a number or a date (RFC 9110 §10.2.3), else the
 * `t` of the Hub's `RateLimit` header (HF rate-limits page). Null when it names none.
 */
export function secondsToWait(headers: Headers, now: Date): number | null {
  const after = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,6}$/.test(after)) return bounded(Number(after))
  const until = after === '' ? Number.NaN : Date.parse(after)
  if (!Number.isNaN(until)) return bounded(Math.ceil((until - now.getTime()) / 1000))
  const reset = /(?:^|;)\s*t=(\d{1,6})\b/.exec(headers.get('ratelimit') ?? '')?.[1]
  return reset === undefined ? null : bounded(Number(reset))
}

function bounded(seconds: number): number | null {
  return seconds >= 0 && seconds <= longestSeconds ? seconds : null
}
