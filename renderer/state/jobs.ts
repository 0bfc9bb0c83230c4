import { create } from 'zustand'
import type { JobScheduleView } from '../../shared/domain/job-view.ts'
import type { AppError } from '../../shared/errors.ts'

/** A job's log that is being looked at. */
export interface FollowedLog {
  /** Made up by this window; main's pieces and the kept lines are found by it. */
  readonly follow: string
  readonly isDone: boolean
  readonly error: AppError | null
}

/** What the page shows. */
export type JobsView = 'list' | 'new'

interface JobsState {
  readonly view: JobsView
  /** Whose jobs are looked at; null is the account's own. */
  readonly namespace: string | null
  /** Why jobs failed, by name, of those that were asked about. */
  readonly causes: Readonly<Record<string, readonly AppError[]>>
  /** What is scheduled in the namespace; null until somebody asked. */
  readonly schedules: readonly JobScheduleView[] | null
  /** The unfolded log by its job's name. */
  readonly logs: Readonly<Record<string, FollowedLog>>
}

/** What is open on the Jobs page: nothing that main knows. */
export const useJobs = create<JobsState>(() => ({
  view: 'list',
  namespace: null,
  causes: {},
  schedules: null,
  logs: {},
}))

export function showJobs(view: JobsView): void {
  useJobs.setState({ view })
}

/** Notes how far a followed log is. Pieces of one that was closed meanwhile change nothing. */
export function endLog(follow: string, error: AppError | null): void {
  useJobs.setState(({ logs }) => ({
    logs: Object.fromEntries(
      Object.entries(logs).map(([job, log]) => [
        job,
        log.follow === follow ? { ...log, isDone: true, error } : log,
      ]),
    ),
  }))
}
