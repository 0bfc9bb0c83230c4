import { AppFailure, errors } from '../../../shared/errors.ts'
import { explainNetwork } from '../../http/request.ts'
import { secondsToWait } from '../../http/rate-limit.ts'
import { readLimits } from '../limits.ts'
import type { HubNeeds } from '../needs.ts'
import type { Body } from './body.ts'
import { diskFailure } from './disk-failure.ts'
import { IdleWatch } from './idle-watch.ts'
import type { RemoteFile } from './locate-file.ts'
import { openBody } from './open-body.ts'
import type { PartialFile } from './partial-file.ts'
import type { Segment } from './segments.ts'

/** How one attempt to get the rest of a segment ended. */
export type Pulled =
  | { readonly end: 'complete' }
  /** The connection broke, fell silent, or the reply was of no use. */
  | { readonly end: 'lost'; readonly why: AppFailure }
  /** The signed address no longer opens, or opens on something else: ask the Hub again. */
  | { readonly end: 'expired' | 'changed' }
  | { readonly end: 'busy'; readonly waitSeconds: number | null }

/** One request for what is missing of a segment. */
export interface Pull {
  readonly remote: RemoteFile
  readonly segment: Segment
  readonly partial: PartialFile
  readonly folder: string
  readonly signal: AbortSignal
  /** True while nobody else fetches parts of this file, so that it may begin anew. */
  readonly isAlone: () => boolean
  /** The server gives ranges; `tag` is its own name for the content. False when it gave another before. */
  readonly onRange: (tag: string | null) => boolean
  /** More bytes are on disk. */
  readonly onBytes: () => void
}

/** Fetches what is missing of a segment. Throws only when cancelled or when the disk fails. */
export async function pull(job: Pull, needs: HubNeeds): Promise<Pulled> {
  const { remote, segment, signal } = job
  const host = new URL(remote.url).host
  const watch = new IdleWatch(readLimits(needs.env, needs.limits).idleMs, signal)
  try {
    const body = await openBody(remote, rangeOf(segment, remote.size), needs, watch.signal)
    watch.heard()
    const refused = await refusal(body, job, needs)
    if (refused !== null) {
      await body.drop()
      return refused
    }
    await body.saveTo({ ...job, heard: () => watch.heard() })
    if (segment.at === segment.end) return { end: 'complete' }
    return { end: 'lost', why: new AppFailure(errors.downloadInterrupted(host)) }
  } catch (cause) {
    if (signal.aborted || isDisk(cause)) throw cause
    const why = explainNetwork(cause, host)
    const plain = why instanceof AppFailure && why.error.code !== 'hub-unreachable'
    return { end: 'lost', why: plain ? why : new AppFailure(errors.downloadInterrupted(host)) }
  } finally {
    watch.stop()
  }
}

function rangeOf({ at, end }: Segment, size: number): string | null {
  return at === 0 && end === size ? null : `bytes=${at}-${end - 1}`
}

/** Sorts out replies that bring no useful bytes, and readies the file for those that do. */
async function refusal(body: Body, job: Pull, { clock }: HubNeeds): Promise<Pulled | null> {
  const { remote, segment, isAlone } = job
  const { status, headers } = body
  const host = new URL(remote.url).host
  const unexpected: Pulled = { end: 'lost', why: new AppFailure(errors.hubUnexpectedReply(host)) }
  if (status === 206) {
    if (!continues(headers, segment, remote)) return await anew(job, unexpected)
    return job.onRange(headers.get('etag')) ? null : { end: 'changed' }
  }
  if (status === 200) {
    const length = headers.has('content-encoding') ? null : headers.get('content-length')
    if (length !== null && Number(length) !== remote.size) return unexpected
    if (segment.at === 0 && segment.end === remote.size) return null
    // It knows no ranges: the whole is coming, from its beginning.
    if (!isAlone()) return unexpected
    await anew(job, unexpected)
    return null
  }
  if (status === 416) return await anew(job, unexpected)
  if (status === 429) return { end: 'busy', waitSeconds: secondsToWait(headers, clock.now()) }
  if (status >= 400 && status < 500) return { end: 'expired' }
  return { end: 'lost', why: new AppFailure(errors.hubServerError(host, status)) }
}

/** What is there does not fit what the server has: begins again, unless others rely on it. */
async function anew(
  { partial, segment, remote, folder, isAlone }: Pull,
  answer: Pulled,
): Promise<Pulled> {
  if (!isAlone()) return answer
  segment.at = 0
  segment.end = remote.size
  await diskFailure(folder, () => partial.restart())
  return answer
}

function continues(headers: Headers, { at, end }: Segment, { size }: RemoteFile): boolean {
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '')
  const [, first, last, total] = range ?? []
  return Number(first) === at && Number(last) < end && (total === '*' || Number(total) === size)
}

function isDisk(cause: unknown): boolean {
  return (
    cause instanceof AppFailure && ['disk-full', 'store-write-failed'].includes(cause.error.code)
  )
}
