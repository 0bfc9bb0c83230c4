import { setTimeout as sleep } from 'node:timers/promises'
import type { JobKey } from '../../shared/domain/job-view.ts'
import { AppFailure, errors, type AppError } from '../../shared/errors.ts'
import type { EventPayload } from '../../shared/ipc/events.ts'
import { followLog } from '../jobs/follow-log.ts'
import type { JobNeeds } from '../jobs/needs.ts'
import { Follows } from './follows.ts'

/** Logs that are read at once; a further one ends the oldest. */
const mostFollowed = 4
/** Lines that are handed on at once. */
const mostLines = 2000
/** A full batch is let sink in before the next, so that a window is never buried. Milliseconds. */
const restMs = 12

interface JobLogsNeeds {
  readonly needs: JobNeeds
  readonly onPiece: (piece: EventPayload<'job-log'>) => void
  /** Told when a log came to its end, because its job did. */
  readonly onEnd: (job: JobKey) => void
  readonly report: (where: string, cause: unknown) => string
}

/**
 * The logs that windows look at, each from its first line on, masked. Lines are numbered from 0 for each
 * `follow`, which the window has made up; nothing of them is kept here.
 */
export class JobLogs {
  readonly #needs: JobLogsNeeds
  readonly #follows = new Follows(mostFollowed)

  constructor(needs: JobLogsNeeds) {
    this.#needs = needs
  }

  /** Begins to hand on a job's lines; its end or its failure is the last piece. */
  follow(follow: string, job: JobKey): void {
    this.#follows
      .begin(follow, async (signal) => this.#read(follow, job, signal))
      .catch((cause: unknown) => {
        this.#needs.report('job-log', cause)
      })
  }

  stop(follow: string): void {
    this.#follows.stop(follow)
  }

  stopAll(): void {
    this.#follows.stopAll()
  }

  async #read(follow: string, job: JobKey, signal: AbortSignal): Promise<void> {
    const { needs, onPiece, onEnd } = this.#needs
    let seq = 0
    let error: AppError | null = null
    try {
      const wish = { ...job, account: null, tail: null, follow: true, signal }
      for await (const bundle of followLog(wish, needs)) {
        for (let at = 0; at < bundle.length; at += mostLines) {
          const lines = bundle.slice(at, at + mostLines).map((text) => ({ seq: seq++, text }))
          onPiece({ follow, lines, done: false, error: null })
          if (bundle.length >= mostLines / 2) await sleep(restMs, undefined, { signal })
        }
      }
    } catch (cause) {
      if (signal.aborted) return
      error = this.#explain(cause)
    }
    onPiece({ follow, lines: [], done: true, error })
    if (error === null) onEnd(job)
  }

  #explain(cause: unknown): AppError {
    if (cause instanceof AppFailure) return cause.error
    return errors.unexpected(this.#needs.report('job-log', cause))
  }
}
