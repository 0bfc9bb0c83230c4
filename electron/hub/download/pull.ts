import { AppFailure, errors } from '../../../shared/errors.ts'
import { explainNetwork } from '../../http/request.ts'
import { secondsToWait } from '../../http/rate-limit.ts'
import { readLimits } from '../limits.ts'
import type { HubNeeds } from '../needs.ts'
import { diskFailure } from './disk-failure.ts'
import { IdleWatch } from './idle-watch.ts'
import type { RemoteFile } from './locate-file.ts'
import { openBody } from './open-body.ts'
import type { PartialFile } from './partial-file.ts'

/** How one attempt to get the rest of a file ended. */
export type Pulled =
  | { readonly end: 'complete' }
  /** The connection broke, fell silent, or the reply was of no use. */
  | { readonly end: 'lost'; readonly why: AppFailure }
  /** The signed address no longer opens: ask the Hub for another. */
  | { readonly end: 'expired' }
  | { readonly end: 'busy'; readonly waitSeconds: number | null }

/** Bytes gathered before they are written: fewer calls, and still a steady progress. */
const batchBytes = 1024 * 1024

interface Pull {
  readonly remote: RemoteFile
  readonly partial: PartialFile
  readonly folder: string
  readonly signal: AbortSignal
  readonly report: (receivedBytes: number) => void
}

/** Makes one request for what is missing and appends it. Throws only when cancelled or when the disk fails. */
export async function pull(job: Pull, needs: HubNeeds): Promise<Pulled> {
  const { remote, partial, signal } = job
  const host = new URL(remote.url).host
  const watch = new IdleWatch(readLimits(needs.env, needs.limits).idleMs, signal)
  try {
    const response = await openBody(remote, partial.received, needs, watch.signal)
    watch.heard()
    const refused = await refusal(response, job, needs)
    if (refused !== null) {
      await response.body?.cancel().catch(() => undefined)
      return refused
    }
    await receive(response, job, watch)
    if (partial.received === remote.size) return { end: 'complete' }
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

/** Sorts out replies that bring no useful bytes, and readies the file for those that do. */
async function refusal(
  response: Response,
  { remote, partial, folder }: Pull,
  { clock }: HubNeeds,
): Promise<Pulled | null> {
  const { status, headers } = response
  const host = new URL(remote.url).host
  const unexpected: Pulled = {
    end: 'lost',
    why: new AppFailure(errors.hubUnexpectedReply(host)),
  }
  if (status === 206) return continues(headers, partial, remote) ? null : await again(unexpected)
  if (status === 200) {
    const length = headers.has('content-encoding') ? null : headers.get('content-length')
    if (length !== null && Number(length) !== remote.size) return unexpected
    if (partial.received > 0) await diskFailure(folder, () => partial.restart())
    return null
  }
  if (status === 416) return await again(unexpected)
  if (status === 429) return { end: 'busy', waitSeconds: secondsToWait(headers, clock.now()) }
  if (status >= 400 && status < 500) return { end: 'expired' }
  return { end: 'lost', why: new AppFailure(errors.hubServerError(host, status)) }

  // What is there does not fit what the server has: the next attempt starts from the beginning.
  async function again(answer: Pulled): Promise<Pulled> {
    await diskFailure(folder, () => partial.restart())
    return answer
  }
}

function continues(headers: Headers, partial: PartialFile, remote: RemoteFile): boolean {
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '')
  const [, start, total] = range ?? []
  return Number(start) === partial.received && (total === '*' || Number(total) === remote.size)
}

async function receive(
  response: Response,
  { remote, partial, folder, report }: Pull,
  watch: IdleWatch,
): Promise<void> {
  let batch: Uint8Array[] = []
  let gathered = 0
  const flush = async (): Promise<void> => {
    const chunks = batch
    batch = []
    gathered = 0
    await diskFailure(folder, () => partial.append(chunks))
    report(partial.received)
  }
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      watch.heard()
      // Never more than was promised: an endless body must not fill the disk.
      const room = remote.size - partial.received - gathered
      batch.push(chunk.byteLength > room ? chunk.subarray(0, room) : chunk)
      gathered += Math.min(chunk.byteLength, room)
      if (chunk.byteLength > room) break
      if (gathered >= batchBytes) await flush()
    }
  } finally {
    // Whatever ended it: bytes that arrived are kept.
    if (gathered > 0) await flush()
  }
}

function isDisk(cause: unknown): boolean {
  return (
    cause instanceof AppFailure && ['disk-full', 'store-write-failed'].includes(cause.error.code)
  )
}
