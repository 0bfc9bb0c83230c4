import type { JobDetail, JobSummary, JobView } from '../../shared/domain/job-view.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { jobTitle } from './job-title.ts'
import { readWork } from './read-work.ts'

type Mask = Pick<Redactor, 'redact'>

/** A job as a list shows it. `priceOf` gives US dollars for a minute of a machine. */
export function summaryOf(
  job: JobView,
  priceOf: (flavor: string | null) => number | null,
  redactor: Mask,
): JobSummary {
  const { id, namespace, stage, flavor, secrets, createdAt, startedAt, finishedAt } = job
  return {
    ...{ id, namespace, stage, flavor, secrets, createdAt, startedAt, finishedAt },
    runningSeconds: job.runningSeconds,
    addresses: job.addresses,
    message: job.message === null ? null : redactor.redact(job.message),
    title: redactor.redact(jobTitle(job)),
    dollarsPerMinute: priceOf(flavor),
  }
}

/**
 * All about a job without the tokens that others have left in its command, its environment or its labels, where whoever
 * may look at the job can read them: they are no less secret for that.
 */
export function detailOf(job: JobView, redactor: Mask): JobDetail {
  const mask = (text: string): string => redactor.redact(text)
  const { script, command } = unpacked(job)
  return {
    ...job,
    message: job.message === null ? null : mask(job.message),
    script: script === null ? null : { name: mask(script.name), text: mask(script.text) },
    command: command.map(mask),
    environment: masked(job.environment, mask),
    labels: masked(job.labels, mask),
  }
}

/** A script that is packed into the command is read as a script, and the command by its name. */
function unpacked(job: JobView): Pick<JobDetail, 'script' | 'command'> {
  const work = readWork(job)
  if (work.kind === 'command' || work.source.kind === 'url') {
    return { script: null, command: [...job.command] }
  }
  const { name, text } = work.source
  const options = [
    ...work.dependencies.flatMap((dependency) => ['--with', dependency]),
    ...(work.python === null ? [] : ['--python', work.python]),
  ]
  return { script: { name, text }, command: ['uv', 'run', ...options, name, ...work.arguments] }
}

function masked(
  record: Readonly<Record<string, string>>,
  mask: (text: string) => string,
): JobDetail['labels'] {
  return Object.entries(record).map(([name, text]) => ({ name, value: mask(text) }))
}
