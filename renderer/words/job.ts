import { dollarsSoFar, dollarsText, secondsOnMachine } from '../../shared/domain/job-cost.ts'
import type { JobSummary } from '../../shared/domain/job-view.ts'
import { isOver } from '../../shared/domain/job-facts.ts'
import { ago, duration } from './time.ts'
import type { Tone } from './verdict.ts'

const stages: Readonly<Record<string, { readonly name: string; readonly tone: Tone }>> = {
  SCHEDULING: { name: 'waiting for a machine', tone: 'warn' },
  RUNNING: { name: 'running', tone: 'ok' },
  UPDATING: { name: 'running', tone: 'ok' },
  COMPLETED: { name: 'completed', tone: 'calm' },
  ERROR: { name: 'failed', tone: 'bad' },
  CANCELED: { name: 'cancelled', tone: 'calm' },
  DELETED: { name: 'deleted', tone: 'calm' },
}

/** A job's stage in a word or two, and its tint; a stage nobody knows yet is told as the Hub has it. */
export function stageOf({ stage }: Pick<JobSummary, 'stage'>): {
  readonly name: string
  readonly tone: Tone
} {
  return stages[stage] ?? { name: stage.toLowerCase(), tone: 'warn' }
}

/** `submitted 3 minutes ago`, `ran 12 min · ended 2 hours ago`, `up 4 min`. */
export function jobTimes(job: JobSummary, now: number): string {
  const ran = secondsOnMachine(job, now)
  if (job.startedAt === null) {
    return job.createdAt === null ? '' : `submitted ${ago(job.createdAt, now)}`
  }
  // Seconds matter only in the first minute; later they would only flicker.
  const span = duration(ran < 60 ? ran : Math.floor(ran / 60) * 60)
  if (!isOver(job)) return `up ${span}`
  return job.finishedAt === null ? `ran ${span}` : `ran ${span} · ended ${ago(job.finishedAt, now)}`
}

/** `$0.40 so far`, `$1.25`; nothing before it has a machine, or where no price is known. */
export function jobCost(job: JobSummary, now: number): string {
  const dollars = dollarsSoFar(job, now)
  if (dollars === null || job.startedAt === null) return ''
  return isOver(job) ? dollarsText(dollars) : `${dollarsText(dollars)} so far`
}

/** The port behind the address of a job's own; null for an address of another shape, which only can be copied. */
export function portOf(id: string, address: string): number | null {
  const [, job, port] = /^https:\/\/([0-9A-Za-z]+)--(\d{1,5})\.hf\.jobs\/?$/.exec(address) ?? []
  return job === id && port !== undefined ? Number(port) : null
}
