import type { JobSpec } from './job.ts'
import type { JobHardware, JobSummary, JobView } from './job-view.ts'
import { defaultTimeoutSeconds, isOver } from './job-facts.ts'

type Times = Pick<JobView, 'stage' | 'startedAt' | 'finishedAt' | 'runningSeconds'>

/** Seconds that a job has had its machine; 0 before it began. `now` in milliseconds. */
export function secondsOnMachine(job: Times, now: number): number {
  if (job.startedAt === null) return 0
  if (isOver(job) && job.runningSeconds !== null) return job.runningSeconds
  const end = job.finishedAt === null ? now : Date.parse(job.finishedAt)
  return Math.max(0, (end - Date.parse(job.startedAt)) / 1000)
}

/** US dollars so far, every begun minute counted (the Hub bills by the minute); null without a price. */
export function dollarsSoFar(
  job: Times & Pick<JobSummary, 'dollarsPerMinute'>,
  now: number,
): number | null {
  if (job.dollarsPerMinute === null) return null
  return Math.ceil(secondsOnMachine(job, now) / 60) * job.dollarsPerMinute
}

/** What a job can cost at most: its machine for all of its time. */
export interface CostCeiling {
  readonly minutes: number
  /** Whether the minutes are the Hub's own limit, because none was named. */
  readonly isDefaultTime: boolean
  /** US dollars; null where the machine or its price is not known. */
  readonly dollars: number | null
}

/** The most that a job can cost; the time limit is what bounds it. */
export function costCeiling(
  { flavor, timeoutSeconds }: Pick<JobSpec, 'flavor' | 'timeoutSeconds'>,
  hardware: readonly JobHardware[] | null,
): CostCeiling {
  const price = hardware?.find(({ name }) => name === flavor)?.dollarsPerMinute
  const minutes = Math.ceil((timeoutSeconds ?? defaultTimeoutSeconds) / 60)
  return {
    minutes,
    isDefaultTime: timeoutSeconds === null,
    dollars: price === undefined ? null : price * minutes,
  }
}

/** `$1.25`; a sum that rounds to nothing is `less than $0.01`. */
export function dollarsText(dollars: number): string {
  if (dollars > 0 && dollars < 0.005) return 'less than $0.01'
  return `$${dollars.toFixed(2)}`
}
