import { create } from 'zustand'
import type { JobMetrics } from '../../shared/domain/job-metrics.ts'
import type { JobDetail, JobScheduleView } from '../../shared/domain/job-view.ts'
import type { AppError } from '../../shared/errors.ts'

/** A job's log that is being looked at. */
export interface FollowedLog {
  /** Made up by this window; main's pieces and the kept lines are found by it. */
  readonly follow: string
  readonly isDone: boolean
  readonly error: AppError | null
}

/** All about a job that is being looked at. */
export interface OpenDetails {
  /** Made up by this window; main's measurements are found by it. Null for a job that has ended. */
  readonly follow: string | null
  /** Main's answer; null until it came. */
  readonly detail: JobDetail | null
  /** The newest measurements, the oldest first. */
  readonly samples: readonly JobMetrics[]
  /** Why there are no further ones. */
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
  /** The unfolded details by their job's name. */
  readonly details: Readonly<Record<string, OpenDetails>>
  /** The scheduled job that is to be deleted, if the user says so. */
  readonly deleted: JobScheduleView | null
}

/** What is open on the Jobs page: nothing that main knows. */
export const useJobs = create<JobsState>(() => ({
  view: 'list',
  namespace: null,
  causes: {},
  schedules: null,
  logs: {},
  details: {},
  deleted: null,
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

/** Changes the unfolded details of a job; those that were folded in meanwhile stay so. */
export function changeDetails(job: string, change: (open: OpenDetails) => OpenDetails): void {
  useJobs.setState(({ details }) => {
    const open = details[job]
    return open === undefined ? {} : { details: { ...details, [job]: change(open) } }
  })
}
