import type { JobKey } from '../../shared/domain/job-view.ts'
import { AppFailure, errors, type AppError } from '../../shared/errors.ts'
import type { EventPayload } from '../../shared/ipc/events.ts'
import { followMetrics } from '../jobs/follow-metrics.ts'
import type { JobNeeds } from '../jobs/needs.ts'
import { Follows } from './follows.ts'

/** Machines that are measured at once. */
const mostMeasured = 4

interface JobMetersNeeds {
  readonly needs: JobNeeds
  readonly onSample: (sample: EventPayload<'job-metrics'>) => void
  readonly report: (where: string, cause: unknown) => string
}

/** How busy the machines of the jobs are that windows look at; nothing of it is kept here. */
export class JobMeters {
  readonly #needs: JobMetersNeeds
  readonly #follows = new Follows(mostMeasured)

  constructor(needs: JobMetersNeeds) {
    this.#needs = needs
  }

  /** Begins to hand on measurements; the job's end or a failure is the last piece. */
  measure(follow: string, job: JobKey): void {
    this.#follows
      .begin(follow, async (signal) => this.#read(follow, job, signal))
      .catch((cause: unknown) => {
        this.#needs.report('job-metrics', cause)
      })
  }

  stop(follow: string): void {
    this.#follows.stop(follow)
  }

  stopAll(): void {
    this.#follows.stopAll()
  }

  async #read(follow: string, job: JobKey, signal: AbortSignal): Promise<void> {
    const { needs, onSample } = this.#needs
    let error: AppError | null = null
    try {
      for await (const sample of followMetrics({ ...job, account: null, signal }, needs)) {
        onSample({ follow, sample, done: false, error: null })
      }
    } catch (cause) {
      if (signal.aborted) return
      error =
        cause instanceof AppFailure
          ? cause.error
          : errors.unexpected(this.#needs.report('job-metrics', cause))
    }
    onSample({ follow, sample: null, done: true, error })
  }
}
