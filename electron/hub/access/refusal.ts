/** What a refusing reply of the Hub says, reduced to what may be judged. */
export interface Refusal {
  readonly status: number
  /** `X-Error-Code`: `GatedRepo`, `RepoNotFound`, `EntryNotFound`, `RevisionNotFound` or null. */
  readonly code: string | null
  /** The Hub's message in lower case, bounded. A hint for judging only; it is never shown. */
  readonly hint: string
  /** Seconds until asking again makes sense, when the Hub said. */
  readonly waitSeconds: number | null
}

const hintLimit = 500

/** Reads a refusal from headers and, where there is one, the body (`{error}`, a text, or nothing). */
export function readRefusal(status: number, headers: Headers, body: unknown = undefined): Refusal {
  const message = headers.get('x-error-message') ?? messageOf(body)
  return {
    status,
    code: headers.get('x-error-code')?.slice(0, 64) ?? null,
    hint: message.slice(0, hintLimit).toLowerCase(),
    waitSeconds: readWait(headers),
  }
}

function messageOf(body: unknown): string {
  if (typeof body === 'string') return body
  if (typeof body !== 'object' || body === null || !('error' in body)) return ''
  const { error } = body
  return Array.isArray(error) ? error.join(' ') : typeof error === 'string' ? error : ''
}

/** `RateLimit: "api";r=0;t=55` when nothing remains, else a numeric `Retry-After`. Bounded to an hour. */
function readWait(headers: Headers): number | null {
  const limit = headers.get('ratelimit') ?? ''
  const exhausted = /\br=0\b/.test(limit) ? /\bt=(\d{1,6})\b/.exec(limit)?.[1] : undefined
  const seconds = Number(exhausted ?? headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(Math.ceil(seconds), 3600) : null
}
