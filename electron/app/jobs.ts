import type {
  JobDetail,
  JobHardware,
  JobScheduleView,
  JobKey,
  JobSummary,
  JobView,
} from '../../shared/domain/job-view.ts'
import type { EventPayload } from '../../shared/ipc/events.ts'
import { AppFailure, type AppError } from '../../shared/errors.ts'
import { cancelJob, inspectJob, listHardware, listJobs } from '../jobs/look-at-jobs.ts'
import { detailOf, summaryOf } from '../jobs/job-summary.ts'
import {
  changeSchedule,
  deleteSchedule,
  listSchedules,
  runScheduleNow,
} from '../jobs/schedule-jobs.ts'
import { diagnoseJob } from '../jobs/diagnosis/diagnose-job.ts'
import { namespaceOf } from '../jobs/namespace.ts'
import type { Core } from './core.ts'
import { createJobPrices } from './job-prices.ts'
import { JobLogs } from './job-logs.ts'
import { JobMeters } from './job-meters.ts'
import { jobNeeds } from './job-needs.ts'
import { isOver, jobName } from '../../shared/domain/job-facts.ts'
import type { State } from './state.ts'

/** How often live jobs are asked about, in milliseconds. Without a live job nobody is asked anything. */
const pauseMs = 10_000
/** After a failure the pause doubles, up to this. */
const longestPauseMs = 160_000
/** Pages of the list that a window is shown, of fifty jobs each. */
const pagesShown = 2
/** A log that takes longer to read tells no more. Milliseconds. */
const diagnosisMs = 60_000
/** The one account that windows use. */
const account = null

interface JobsNeeds {
  readonly core: Core
  readonly state: Pick<State, 'get' | 'jobsChanged'>
  readonly report: (where: string, cause: unknown) => string
  /** Told once of each job that was seen to live and has ended. */
  readonly onEnd?: ((job: JobSummary) => void) | undefined
  readonly onLog?: ((piece: EventPayload<'job-log'>) => void) | undefined
  readonly onMetrics?: ((sample: EventPayload<'job-metrics'>) => void) | undefined
  /** Milliseconds between two looks at live jobs; shorter in tests. */
  readonly pauseMs?: number | undefined
}

/** The jobs at Hugging Face that the running app knows of. */
export interface Jobs {
  readonly logs: JobLogs
  readonly meters: JobMeters
  /** Lists the jobs of a namespace, of the account itself for null; they then stand in the snapshot. */
  list(namespace: string | null): Promise<void>
  /** Why one failed, as far as its log tells. */
  diagnose(job: JobKey): Promise<readonly AppError[]>
  /** The scheduled jobs of a namespace, masked. */
  schedules(namespace: string | null): Promise<readonly JobScheduleView[]>
  changeSchedule(schedule: JobKey, verb: 'suspend' | 'resume' | 'run' | 'delete'): Promise<void>
  /** The machines and their prices. */
  hardware(): Promise<JobHardware[]>
  /** All about one, masked. */
  inspect(job: JobKey): Promise<JobDetail>
  cancel(job: JobKey): Promise<void>
  /** Takes in a job that has just been submitted. */
  submitted(job: JobView): Promise<void>
  close(): void
}

/** Wires the jobs. Nobody is asked about any before a window or a submission does. */
export function createJobs({
  core,
  state,
  report,
  onEnd,
  onLog,
  onMetrics,
  ...options
}: JobsNeeds): Jobs {
  const needs = jobNeeds(core)
  const prices = createJobPrices(needs)
  /** Jobs that were seen to live, whoever's list they are on. */
  const live = new Map<string, JobSummary>()
  /** Those that have ended: an answer that was on its way longer brings none of them back. */
  const over = new Set<string>()
  /** Those that the user ended and need not be told of. */
  const cancelled = new Set<string>()
  let timer: NodeJS.Timeout | null = null
  let pause = options.pauseMs ?? pauseMs
  let isClosed = false

  const summarise = async (jobs: readonly JobView[]): Promise<readonly JobSummary[]> => {
    const priceOf = await prices()
    return jobs.map((job) => summaryOf(job, priceOf, core.redactor))
  }
  /** Notes how a job stands, and tells of its end. */
  const note = (job: JobSummary): void => {
    const key = jobName(job)
    const wasLive = live.delete(key)
    if (!isOver(job)) {
      if (!over.has(key)) live.set(key, job)
      return
    }
    over.add(key)
    if (wasLive && !cancelled.has(key)) onEnd?.(job)
  }
  const show = (answers: readonly JobSummary[]): void => {
    const changed = answers.filter((job) => isOver(job) || !over.has(jobName(job)))
    changed.forEach(note)
    const shown = state.get().jobs
    if (shown === null) return
    const fresh = new Map(
      changed.filter(({ namespace }) => namespace === shown.namespace).map((job) => [job.id, job]),
    )
    const known = new Set(shown.jobs.map(({ id }) => id))
    const added = [...fresh.values()].filter(({ id }) => !known.has(id))
    const jobs = [...added, ...shown.jobs.map((job) => fresh.get(job.id) ?? job)]
    state.jobsChanged({ namespace: shown.namespace, jobs })
  }
  const plan = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (isClosed || live.size === 0) return
    timer = setTimeout(() => {
      turn().catch((cause: unknown) => report('jobs', cause))
    }, pause)
    timer.unref()
  }
  const turn = async (): Promise<void> => {
    try {
      show(await summarise(await lookAtLive(live, needs)))
      pause = options.pauseMs ?? pauseMs
    } catch (cause) {
      if (!(cause instanceof AppFailure)) throw cause
      // Nobody waits for this answer; the next look tries again.
      pause = Math.min(longestPauseMs, pause * 2)
    } finally {
      plan()
    }
  }
  const refresh = async (job: JobKey): Promise<void> => {
    show(await summarise([await inspectJob({ ...job, account }, needs)]))
    plan()
  }
  const submitted = async (job: JobView): Promise<void> => {
    show(await summarise([job]))
    plan()
  }
  const logs = new JobLogs({
    needs,
    report,
    onPiece: (piece) => onLog?.(piece),
    onEnd: (job) => {
      refresh(job).catch((cause: unknown) => {
        if (!(cause instanceof AppFailure)) report('jobs', cause)
      })
    },
  })
  const meters = new JobMeters({ needs, report, onSample: (sample) => onMetrics?.(sample) })
  return {
    logs,
    meters,
    submitted,
    list: async (wished) => {
      const namespace = await namespaceOf({ namespace: wished, account }, core.credentials)
      const filter = { namespace, all: true, labels: [], pages: pagesShown, account }
      const jobs = [...(await summarise(await listJobs(filter, needs)))]
      jobs.forEach(note)
      state.jobsChanged({ namespace, jobs })
      plan()
    },
    diagnose: async (job) => {
      const signal = AbortSignal.timeout(diagnosisMs)
      return await diagnoseJob({ ...job, account, signal }, needs)
    },
    schedules: async (namespace) => {
      const found = await listSchedules({ namespace, account }, needs)
      return found.map((one) => ({
        ...one,
        command: one.command.map((word) => core.redactor.redact(word)),
      }))
    },
    changeSchedule: async (schedule, verb) => {
      const ask = { ...schedule, account }
      if (verb === 'run') await submitted(await runScheduleNow(ask, needs))
      else if (verb === 'delete') await deleteSchedule(ask, needs)
      else await changeSchedule({ ...ask, verb }, needs)
    },
    hardware: async () => [...(await listHardware(needs))],
    inspect: async (job) => detailOf(await inspectJob({ ...job, account }, needs), core.redactor),
    cancel: async (job) => {
      const key = jobName(job)
      cancelled.add(key)
      live.delete(key)
      try {
        show(await summarise([await cancelJob({ ...job, account }, needs)]))
      } catch (cause) {
        cancelled.delete(key)
        throw cause
      }
    },
    close: () => {
      isClosed = true
      if (timer !== null) clearTimeout(timer)
      logs.stopAll()
      meters.stopAll()
    },
  }
}

/** How the live jobs stand now: those that live, by one list for each namespace, and each that lives no more. */
async function lookAtLive(
  live: ReadonlyMap<string, JobSummary>,
  needs: ReturnType<typeof jobNeeds>,
): Promise<readonly JobView[]> {
  const found: JobView[] = []
  for (const namespace of new Set([...live.values()].map((job) => job.namespace))) {
    found.push(...(await listJobs({ namespace, all: false, labels: [], account }, needs)))
  }
  const listed = new Set(found.map(jobName))
  for (const [key, { namespace, id }] of live) {
    if (!listed.has(key)) found.push(await inspectJob({ namespace, id, account }, needs))
  }
  return found
}
