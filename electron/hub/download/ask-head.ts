import { setTimeout as pause } from 'node:timers/promises'
import { AppFailure, errors, fail } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { secondsToWait } from '../../http/rate-limit.ts'
import { explainNetwork } from '../../http/request.ts'
import type { Secret } from '../../redaction/secret.ts'
import { resolveAddress } from '../addresses.ts'
import { authorize } from '../authorize.ts'
import type { FilePlace } from '../file-place.ts'
import { readLimits } from '../limits.ts'
import type { HubNeeds } from '../needs.ts'
import { redirectLimit, redirectOf } from './follow.ts'

/** What the Hub says about a file, gathered over its own redirects (HFH `get_hf_file_metadata`). */
export interface HeadReply {
  readonly status: number
  readonly headers: Headers
  /** `X-Repo-Commit`. */
  readonly commit: string | null
  /** `X-Linked-Etag`, else the last reply's `ETag`: the storage host's own ETag is another thing. */
  readonly etag: string | null
  /** `X-Linked-Size`, else the last reply's `Content-Length`. */
  readonly size: string | null
  /** Where the bytes are: the storage host, or the Hub itself. */
  readonly url: string
}

/** What passes by itself, as huggingface_hub's `http_backoff` has it. */
const passing = new Set([408, 429, 500, 502, 503, 504])
/** A window waits for the answer: fewer attempts than the bytes themselves get. */
const mostRetries = 2

/**
 * HEAD on a file. Redirects are followed on the Hub itself only; one that leads away is the answer.
 * A lost connection and a reply that will pass are tried again, unless the Hub asks to wait for long.
 * Throws `hub-unreachable`, `hub-timeout`, `hub-tls` or `hub-unexpected-reply`.
 */
export async function askHead(
  place: FilePlace,
  token: Secret | null,
  needs: HubNeeds,
  signal: AbortSignal,
): Promise<HeadReply> {
  const { tries, firstPauseMs, longestPauseMs } = readLimits(needs.env, needs.limits)
  const retries = Math.min(mostRetries, tries)
  for (let turn = 0; ; turn += 1) {
    let waitMs = firstPauseMs * 2 ** turn
    try {
      const reply = await askOnce(place, token, needs, signal)
      const seconds = secondsToWait(reply.headers, needs.clock.now())
      if (reply.status === 429 && seconds !== null) waitMs = seconds * 1000
      const isLast = turn >= retries || waitMs > longestPauseMs
      if (isLast || !passing.has(reply.status)) return reply
    } catch (cause) {
      if (turn >= retries || signal.aborted || !isLost(cause)) throw cause
    }
    await pause(waitMs, undefined, { signal })
  }
}

function isLost(cause: unknown): boolean {
  return cause instanceof AppFailure && cause.error.code === 'hub-unreachable'
}

async function askOnce(
  place: FilePlace,
  token: Secret | null,
  needs: HubNeeds,
  signal: AbortSignal,
): Promise<HeadReply> {
  const { endpoint, host } = readHfEnvironment(needs.env, needs.paths.home)
  const { metadataMs } = readLimits(needs.env, needs.limits)
  const limit = AbortSignal.timeout(metadataMs)
  let url = resolveAddress(endpoint, place)
  const seen: Headers[] = []
  try {
    for (let hop = 0; hop <= redirectLimit; hop += 1) {
      const response = await needs.fetch(url, {
        method: 'HEAD',
        headers: { 'accept-encoding': 'identity', ...authorize(url, { endpoint, token }) },
        redirect: 'manual',
        signal: AbortSignal.any([limit, signal]),
      })
      seen.push(response.headers)
      const next = redirectOf(response, url)
      if (next === null) return gather(response, seen, url)
      if (new URL(next).origin !== new URL(endpoint).origin) return gather(response, seen, next)
      url = next
    }
  } catch (cause) {
    if (signal.aborted) throw cause
    if (limit.aborted) throw fail(errors.hubTimeout(host, Math.round(metadataMs / 1000)))
    throw explainNetwork(cause, host)
  }
  throw fail(errors.hubUnexpectedReply(host))
}

function gather(last: Response, seen: readonly Headers[], url: string): HeadReply {
  const first = (name: string): string | null =>
    seen.map((headers) => headers.get(name)).find((value) => value !== null) ?? null
  const { status, headers } = last
  return {
    status,
    headers,
    commit: first('x-repo-commit'),
    etag: first('x-linked-etag') ?? headers.get('etag'),
    size: first('x-linked-size') ?? (status < 300 ? headers.get('content-length') : null),
    url,
  }
}
