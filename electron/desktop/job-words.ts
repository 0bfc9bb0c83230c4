import { dollarsSoFar, dollarsText, secondsOnMachine } from '../../shared/domain/job-cost.ts'
import type { JobList, JobSummary } from '../../shared/domain/job-view.ts'
import { isOver } from '../../shared/domain/job-facts.ts'

const endings: Readonly<Record<string, string>> = {
  COMPLETED: 'has completed',
  ERROR: 'has failed',
  CANCELED: 'was cancelled',
  DELETED: 'was deleted',
}

/** What the desktop says when a job has ended: how, after how long, and for how much. */
export function jobNotice(job: JobSummary): { readonly title: string; readonly body: string } {
  // An ended job's times are all known, so the present does not matter.
  const now = Date.parse(job.finishedAt ?? job.startedAt ?? '')
  const dollars = dollarsSoFar(job, now)
  const minutes = Math.ceil(secondsOnMachine(job, now) / 60)
  const parts = [
    `${minutes} minute${minutes === 1 ? '' : 's'}${job.flavor === null ? '' : ` on ${job.flavor}`}`,
    ...(dollars === null ? [] : [dollarsText(dollars)]),
    ...(job.stage === 'ERROR' && job.message !== null ? [job.message] : []),
  ]
  return { title: `${job.title} ${endings[job.stage] ?? 'has ended'}`, body: parts.join(' · ') }
}

/** The tray's line about jobs that run; null while none does. */
export function jobLine(list: JobList | null): string | null {
  const live = (list?.jobs ?? []).filter((job) => !isOver(job))
  const [first] = live
  if (first === undefined) return null
  return live.length === 1 ? `${first.title} runs…` : `${live.length} jobs run…`
}
