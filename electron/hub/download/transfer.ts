import { setTimeout as pause } from 'node:timers/promises'
import { type AppFailure, errors, fail } from '../../../shared/errors.ts'
import { readLimits, type Limits } from '../limits.ts'
import type { HubNeeds } from '../needs.ts'
import { offlineCause } from '../access/offline-cause.ts'
import { diskFailure, requireSpace } from './disk-failure.ts'
import type { RemoteFile } from './locate-file.ts'
import { PartialFile } from './partial-file.ts'
import { pull } from './pull.ts'

/** Longest wait that a busy server may ask for before the download gives up with its wish. */
const longestWaitSeconds = 60

/** Brings one file down into `path`. */
export interface Transfer {
  readonly path: string
  readonly folder: string
  readonly remote: RemoteFile
  /** Asks the Hub again where the file is. */
  readonly locate: () => Promise<RemoteFile>
  readonly signal: AbortSignal
  readonly report: (receivedBytes: number) => void
}

/**
 * The file at `path` is whole, or it is proven damaged and must go. `stale`: part of it was there
 * before, so the damage may be that part's (a power cut), and a fresh start may help.
 */
export type Transferred = 'whole' | 'stale' | 'damaged'

/**
 * Fetches until the file is whole, through lost connections, silence and expired addresses, going
 * on where it stopped. Gives up when several attempts in a row brought nothing. Throws
 * `download-interrupted` or the last attempt's own reason, `hub-rate-limited`, `disk-full`,
 * `store-write-failed`, and what `locate` throws; what arrived stays in `path`.
 */
export async function transfer(job: Transfer, needs: HubNeeds): Promise<Transferred> {
  const { path, folder, signal, report } = job
  const partial = await diskFailure(folder, () => PartialFile.open(path, job.remote, signal))
  try {
    const kept = partial.received
    await requireSpace(folder, job.remote.size - kept)
    report(kept)
    await fetchRest(job, partial, needs)
    if (!partial.isWhole()) return kept > 0 ? 'stale' : 'damaged'
    await diskFailure(folder, () => partial.sync())
    return 'whole'
  } finally {
    await partial.close()
  }
}

async function fetchRest(job: Transfer, partial: PartialFile, needs: HubNeeds): Promise<void> {
  const limits = readLimits(needs.env, needs.limits)
  let remote = job.remote
  let fruitless = 0
  while (partial.received < remote.size) {
    job.signal.throwIfAborted()
    await partial.touch()
    const before = partial.received
    const pulled = await pull({ ...job, remote, partial }, needs)
    if (pulled.end === 'complete') return
    fruitless = partial.received > before ? 0 : fruitless + 1
    if (fruitless > limits.tries) throw givenUp(pulled, remote)
    await rest(pulled, fruitless, limits, job.signal, remote)
    if (pulled.end === 'expired') remote = await relocate(job, remote, needs)
  }
}

function givenUp(pulled: Awaited<ReturnType<typeof pull>>, remote: RemoteFile): AppFailure {
  if (pulled.end === 'lost') return pulled.why
  return fail(errors.downloadInterrupted(new URL(remote.url).host))
}

/** Pauses longer after each fruitless attempt. An expired address is no reason to wait the first time. */
async function rest(
  pulled: Awaited<ReturnType<typeof pull>>,
  fruitless: number,
  limits: Limits,
  signal: AbortSignal,
  remote: RemoteFile,
): Promise<void> {
  if (pulled.end === 'expired' && fruitless <= 1) return
  if (pulled.end === 'busy' && pulled.waitSeconds !== null) {
    const { waitSeconds } = pulled
    const host = new URL(remote.url).host
    if (waitSeconds > longestWaitSeconds) throw fail(errors.hubRateLimited(host, waitSeconds))
    await pause(waitSeconds * 1000, undefined, { signal })
    return
  }
  const ms = Math.min(limits.firstPauseMs * 2 ** Math.max(0, fruitless - 1), limits.longestPauseMs)
  await pause(ms, undefined, { signal })
}

/**
 * A fresh address for the same file. A Hub that cannot be reached now may be back at the next
 * attempt, so the old address stays. At a fixed commit the content cannot have changed.
 */
async function relocate(
  { locate, signal }: Transfer,
  remote: RemoteFile,
  { log }: HubNeeds,
): Promise<RemoteFile> {
  try {
    const found = await locate()
    if (found.etag === remote.etag && found.size === remote.size) return found
    throw fail(errors.hubUnexpectedReply(new URL(remote.url).host))
  } catch (cause) {
    if (signal.aborted || offlineCause(cause)?.code !== 'hub-unreachable') throw cause
    log.warn('The Hub cannot be reached to renew a file’s address; trying on.')
    return remote
  }
}
