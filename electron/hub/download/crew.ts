import { setTimeout as pause } from 'node:timers/promises'
import { errors, fail, type AppFailure } from '../../../shared/errors.ts'
import { offlineCause } from '../access/offline-cause.ts'
import { readLimits } from '../limits.ts'
import type { HubNeeds } from '../needs.ts'
import { lanesTo, mostLanes } from './host-lanes.ts'
import type { RemoteFile } from './locate-file.ts'
import type { PartialFile } from './partial-file.ts'
import { pull, type Pulled } from './pull.ts'
import { Segments, type Segment } from './segments.ts'

/** Longest wait that a busy server may ask for before the download gives up with its wish. */
const longestWaitSeconds = 60

/** What the lines of one file work on. */
export interface CrewJob {
  readonly remote: RemoteFile
  readonly name: string
  readonly partial: PartialFile
  readonly folder: string
  readonly locate: () => Promise<RemoteFile>
  readonly signal: AbortSignal
  /** More bytes are on disk, or the file was begun anew. */
  readonly onBytes: () => void
}

/**
 * Fetches one file over several connections. One line begins; the others join once the server has
 * given a range, so a server that knows none, or is broken, is asked by one alone. When a line gives
 * up, all stop: what they got is on disk.
 */
export class Crew {
  readonly #job: CrewJob
  readonly #needs: HubNeeds
  readonly #segments: Segments
  readonly #lines = new Set<Promise<void>>()
  readonly #stop = new AbortController()
  readonly #signal: AbortSignal
  #failure: { readonly cause: unknown } | null = null
  #remote: RemoteFile
  #renewal: Promise<void> | null = null
  /** The storage's own name for the content; undefined until it gave a range. */
  #tag: string | null | undefined = undefined

  constructor(job: CrewJob, needs: HubNeeds) {
    this.#job = job
    this.#needs = needs
    this.#remote = job.remote
    this.#segments = new Segments(job.remote.size, () => job.partial.ranges)
    this.#signal = AbortSignal.any([job.signal, this.#stop.signal])
  }

  /** Resolves when every byte is on disk. Throws what made the first line give up. */
  async run(): Promise<void> {
    this.#addLine()
    while (this.#lines.size > 0) await Promise.all(this.#lines)
    if (this.#failure !== null) throw this.#failure.cause
  }

  #addLine(): void {
    const line = this.#work()
      .catch((cause: unknown) => {
        this.#failure ??= { cause }
        this.#stop.abort()
      })
      .finally(() => this.#lines.delete(line))
    this.#lines.add(line)
  }

  async #work(): Promise<void> {
    for (;;) {
      const segment = this.#segments.take(mostLanes)
      if (segment === null) return
      try {
        await this.#fetch(segment)
      } finally {
        this.#segments.giveBack(segment)
      }
    }
  }

  async #fetch(segment: Segment): Promise<void> {
    const { tries } = readLimits(this.#needs.env, this.#needs.limits)
    let fruitless = 0
    while (segment.at < segment.end) {
      this.#signal.throwIfAborted()
      const remote = this.#remote
      const { pulled, gotBytes } = await this.#pull(remote, segment)
      if (pulled.end === 'complete') return
      fruitless = gotBytes ? 0 : fruitless + 1
      if (fruitless > tries) throw givenUp(pulled, remote)
      await this.#rest(pulled, fruitless, remote)
      if (pulled.end === 'expired' || pulled.end === 'changed') await this.#renew(remote)
    }
  }

  async #pull(
    remote: RemoteFile,
    segment: Segment,
  ): Promise<{ readonly pulled: Pulled; readonly gotBytes: boolean }> {
    const { partial, folder, onBytes } = this.#job
    const lane = await lanesTo(new URL(remote.url).host).take(this.#signal)
    let gotBytes = false
    let answer: Parameters<typeof lane.giveBack>[0] = 'badly'
    try {
      const pulled = await pull(
        {
          remote,
          segment,
          partial,
          folder,
          signal: this.#signal,
          isAlone: () => this.#segments.taken === 1,
          onRange: (tag) => this.#hasRange(tag),
          onBytes: () => {
            gotBytes = true
            onBytes()
          },
        },
        this.#needs,
      )
      if (pulled.end === 'complete') answer = 'well'
      if (pulled.end === 'busy') answer = 'busy'
      return { pulled, gotBytes }
    } finally {
      lane.giveBack(answer)
    }
  }

  /** The first range proves that more lines are of use; a later one must be of the same content. */
  #hasRange(tag: string | null): boolean {
    if (this.#tag != null && tag !== null && tag !== this.#tag) return false
    this.#tag ??= tag
    for (let line = this.#lines.size; line < mostLanes; line += 1) this.#addLine()
    return true
  }

  /** Pauses longer after each fruitless attempt. An expired address is no reason to wait the first time. */
  async #rest(pulled: Pulled, fruitless: number, remote: RemoteFile): Promise<void> {
    const limits = readLimits(this.#needs.env, this.#needs.limits)
    const signal = this.#signal
    if ((pulled.end === 'expired' || pulled.end === 'changed') && fruitless <= 1) return
    if (pulled.end === 'busy' && pulled.waitSeconds !== null) {
      const { waitSeconds } = pulled
      const host = new URL(remote.url).host
      if (waitSeconds > longestWaitSeconds) throw fail(errors.hubRateLimited(host, waitSeconds))
      await pause(waitSeconds * 1000, undefined, { signal })
      return
    }
    const ms = limits.firstPauseMs * 2 ** Math.max(0, fruitless - 1)
    await pause(Math.min(ms, limits.longestPauseMs), undefined, { signal })
  }

  /** Gets a fresh address, once for all lines that found the same one expired. */
  async #renew(expired: RemoteFile): Promise<void> {
    if (this.#remote !== expired) return
    this.#renewal ??= this.#relocate(expired).finally(() => {
      this.#renewal = null
    })
    await this.#renewal
  }

  /** A Hub that cannot be reached now may be back at the next attempt, so the old address stays. */
  async #relocate(expired: RemoteFile): Promise<void> {
    const { locate, name, signal } = this.#job
    try {
      const found = await locate()
      if (found.etag !== expired.etag || found.size !== expired.size) {
        throw fail(errors.fileChanged(name))
      }
      this.#remote = found
      // Another storage host may name the same content otherwise; the hash decides in the end.
      this.#tag = undefined
    } catch (cause) {
      if (signal.aborted || offlineCause(cause)?.code !== 'hub-unreachable') throw cause
      this.#needs.log.warn('The Hub cannot be reached to renew a file’s address; trying on.')
    }
  }
}

function givenUp(pulled: Pulled, remote: RemoteFile): AppFailure {
  if (pulled.end === 'lost') return pulled.why
  return fail(errors.downloadInterrupted(new URL(remote.url).host))
}
