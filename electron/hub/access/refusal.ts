import { secondsToWait } from '../../http/rate-limit.ts'

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

/** A reply from the Hub's API or its files, whatever its status. */
export interface AnyReply {
  readonly status: number
  readonly headers: Headers
  /** The parsed body, where there is one. */
  readonly json?: unknown
}

const hintLimit = 500

/** Reads a refusal from headers and, where there is one, the body (`{error}`, a text, or nothing). */
export function readRefusal({ status, headers, json }: AnyReply, now: Date): Refusal {
  const message = headers.get('x-error-message') ?? messageOf(json)
  return {
    status,
    code: headers.get('x-error-code')?.slice(0, 64) ?? null,
    hint: message.slice(0, hintLimit).toLowerCase(),
    waitSeconds: secondsToWait(headers, now),
  }
}

function messageOf(body: unknown): string {
  if (typeof body === 'string') return body
  if (typeof body !== 'object' || body === null || !('error' in body)) return ''
  const { error } = body
  return Array.isArray(error) ? error.join(' ') : typeof error === 'string' ? error : ''
}
