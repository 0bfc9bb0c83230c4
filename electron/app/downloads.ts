import { downloadKey, hasEnded } from '../../shared/domain/download-state.ts'
import { readLimits } from '../hub/limits.ts'
import {
  choiceOf,
  DownloadJob,
  type Downloaded,
  type DownloadRequest,
  type DownloadsNeeds,
} from './download-job.ts'

/** More at once only share the same line and make each of them later. */
const mostAtOnce = 2

/** A download that was asked for: its id in the snapshot and its end. */
export interface Download {
  readonly id: string
  readonly done: Promise<Downloaded>
  readonly cancel: () => void
}

/**
 * Runs downloads, two at a time and the others in the order they were asked for, and keeps the
 * snapshot's list true. The same is never fetched twice at once. One whose network went gives
 * its place to the next and is tried again by itself, each time after a longer wait.
 */
export class Downloads {
  readonly #needs: DownloadsNeeds
  /** Those that have not ended, in the order of their turn. */
  readonly #jobs = new Map<string, DownloadJob>()
  #moving = 0
  readonly #timers = new Map<DownloadJob, NodeJS.Timeout>()

  constructor(needs: DownloadsNeeds) {
    this.#needs = needs
  }

  /** Queues a download, or joins the one for the same; a paused one goes on. */
  start(request: DownloadRequest): Download {
    const { type = 'model', repo, revision, file } = request
    const key = downloadKey({ type, repo, revision, path: file, choice: choiceOf(request) })
    const known = this.#jobs.get(key)
    if (known !== undefined && !hasEnded(known.state)) {
      this.resume(known.id)
      return handle(known)
    }
    const job = new DownloadJob(request, this.#needs)
    const forget = (): void => {
      if (this.#jobs.get(key) === job) this.#jobs.delete(key)
    }
    // Whoever starts it without waiting learns the outcome from the snapshot.
    job.done.then(forget, forget)
    this.#jobs.delete(key)
    this.#jobs.set(key, job)
    this.#fill()
    return handle(job)
  }

  /** Pauses by id: its place goes to the next. What has arrived is kept. */
  pause(id: string): void {
    this.#find(id)?.[1].pause()
  }

  /** Lets one go on that is paused or waits for the network, after those that wait for their turn. */
  resume(id: string): void {
    const [key, job] = this.#find(id) ?? []
    if (key === undefined || job === undefined) return
    if (job.state === 'paused' || job.state === 'waiting') {
      this.#jobs.delete(key)
      this.#jobs.set(key, job)
    }
    job.resume()
    this.#fill()
  }

  /** Cancels by id; what has arrived is kept. An unknown id is one that has just ended. */
  cancel(id: string): void {
    this.#find(id)?.[1].cancel()
  }

  /** The network may be back, as after the machine slept: tries all that wait for it now. */
  tryAgain(): void {
    for (const job of [...this.#jobs.values()]) if (job.state === 'waiting') this.resume(job.id)
  }

  cancelAll(): void {
    // Moving ones make room a moment later, and by then nobody waits for it.
    for (const job of this.#jobs.values()) job.cancel()
  }

  #find(id: string): [string, DownloadJob] | undefined {
    return [...this.#jobs].find(([, job]) => job.id === id)
  }

  /** Gives free places to those whose turn it is. */
  #fill(): void {
    for (const job of this.#jobs.values()) {
      if (this.#moving >= mostAtOnce) return
      if (job.state !== 'queued') continue
      this.#move(job).catch((cause: unknown) => this.#needs.report('downloads', cause))
    }
  }

  async #move(job: DownloadJob): Promise<void> {
    this.#moving += 1
    try {
      await job.run()
    } finally {
      this.#moving -= 1
      if (job.state === 'waiting') this.#later(job)
      this.#fill()
    }
  }

  #later(job: DownloadJob): void {
    const { firstWaitMs, longestWaitMs } = readLimits(this.#needs.hub.env, this.#needs.hub.limits)
    clearTimeout(this.#timers.get(job))
    const wait = Math.min(firstWaitMs * 2 ** (job.waits - 1), longestWaitMs)
    const timer = setTimeout(() => {
      this.#timers.delete(job)
      if (job.state === 'waiting') this.resume(job.id)
    }, wait)
    // What waits for a network does not hold up the end of a program.
    timer.unref()
    this.#timers.set(job, timer)
  }
}

function handle(job: DownloadJob): Download {
  return {
    id: job.id,
    done: job.done,
    cancel: () => {
      job.cancel()
    },
  }
}
