import { type JobSpec } from '../../../shared/domain/job.ts'
import type { JobScheduleView, JobView } from '../../../shared/domain/job-view.ts'
import { costCeiling, dollarsText } from '../../../shared/domain/job-cost.ts'
import { isOver } from '../../../shared/domain/job-facts.ts'
import type { AppError } from '../../../shared/app-error.ts'
import { jobNeeds } from '../../app/job-needs.ts'
import { diagnoseJob, linesLookedAt } from '../../jobs/diagnosis/diagnose-job.ts'
import { plainText } from '../../../shared/log-text.ts'
import { followLog } from '../../jobs/follow-log.ts'
import { readJobName } from '../../jobs/job-name.ts'
import {
  cancelJob,
  duplicateJob,
  inspectJob,
  listHardware,
  listJobs,
  type JobFilter,
} from '../../jobs/look-at-jobs.ts'
import type { JobNeeds } from '../../jobs/needs.ts'
import type { PreflightFacts } from '../../jobs/preflight/finding.ts'
import { gatherFacts, nothingKnown } from '../../jobs/preflight/gather-facts.ts'
import { mend, preflight } from '../../jobs/preflight/preflight.ts'
import {
  changeSchedule,
  deleteSchedule,
  listSchedules,
  runScheduleNow,
  scheduleJob,
} from '../../jobs/schedule-jobs.ts'
import { refuseErrors } from '../../jobs/preflight/refuse-errors.ts'
import { submitJob } from '../../jobs/submit-job.ts'
import { shownBody } from '../../jobs/wire-body.ts'
import type { Context } from '../context.ts'
import { lineWriter } from '../log-colours.ts'
import { describeAction, type Output } from '../io.ts'
import { exitCodes } from '../exit-code.ts'

/** Which account asks; undefined is the one in force. */
export interface AsAccount {
  readonly account?: string
}

interface SubmitOptions extends AsAccount {
  readonly detach: boolean
  readonly dryRun: boolean
  /** Mend first what can be mended. */
  readonly fix: boolean
  /** Not once, but at these times. */
  readonly schedule?: string
}

/**
 * `hubkey jobs run` and `uv`: submits a job and follows it to its end; exits 0 only when it completed. With
 * `--dry-run` nothing is sent: the request is shown with its secrets named.
 */
export async function submit(
  wish: JobSpec,
  options: SubmitOptions,
  context: Context,
): Promise<number> {
  const { output } = context
  const needs = needsFor(options, context)
  const facts = options.dryRun
    ? nothingKnown(needs)
    : await gatherFacts({ spec: wish, ...as(options) }, needs)
  const spec = options.fix ? mend(wish, facts) : wish
  const findings = preflight(spec, facts)
  for (const { level, message } of findings) output.notice(`${level}: ${message}`)
  if (options.dryRun) {
    const request = shownBody(spec)
    const told = findings.map(({ code, level, message }) => ({ code, level, message }))
    output.result({ request, findings: told }, () => `${JSON.stringify(request, null, 2)}\n`)
    return exitCodes.done
  }
  refuseErrors(findings, spec)
  output.notice(costLine(spec, facts))
  if (options.schedule !== undefined) {
    const made = await scheduleJob({ spec, schedule: options.schedule, ...as(options) }, needs)
    output.result({ schedule: made }, () => describeSchedule(made))
    return exitCodes.done
  }
  const job = await submitJob({ spec, ...as(options), signal: context.signal }, needs)
  output.notice(`Submitted ${job.namespace}/${job.id}.`)
  if (options.detach) {
    output.result({ job }, () => `${job.namespace}/${job.id}\n`)
    return exitCodes.done
  }
  return await follow(job, options, context)
}

/** `hubkey jobs logs`. */
export async function logs(
  name: string,
  options: AsAccount & { readonly follow: boolean; readonly tail: number | null },
  context: Context,
): Promise<number> {
  const job = readJobName(name)
  const needs = needsFor(options, context)
  const { signal } = context
  const wish = { ...job, ...as(options), tail: options.tail, follow: options.follow, signal }
  const lines: string[] = []
  for await (const bundle of followLog(wish, needs)) {
    if (context.output.isJson) lines.push(...bundle.map(plainText))
    else await write(bundle, context)
  }
  if (context.output.isJson) context.output.result({ lines }, () => '')
  return exitCodes.done
}

/** `hubkey jobs ps`. */
export async function ps(filter: JobFilter & AsAccount, context: Context): Promise<void> {
  const jobs = await listJobs({ ...filter, ...as(filter) }, needsFor(filter, context))
  context.output.result({ jobs }, () =>
    jobs.length === 0 ? 'No job is running.\n' : jobs.map(describeJob).join(''),
  )
}

/** `hubkey jobs inspect`, `cancel` and `duplicate`. */
export async function one(
  verb: 'inspect' | 'cancel' | 'duplicate',
  name: string,
  options: AsAccount,
  context: Context,
): Promise<void> {
  const act = { inspect: inspectJob, cancel: cancelJob, duplicate: duplicateJob }[verb]
  const job = await act({ ...readJobName(name), ...as(options) }, needsFor(options, context))
  context.output.result({ job }, () =>
    verb === 'inspect' ? `${JSON.stringify(job, null, 2)}\n` : describeJob(job),
  )
}

/** `hubkey jobs hardware`: what there is, and what a minute of it costs. */
export async function hardware(options: AsAccount, context: Context): Promise<void> {
  const machines = await listHardware(needsFor(options, context))
  context.output.result({ hardware: machines }, () =>
    machines
      .map(({ name, cpu, ram, accelerator, dollarsPerMinute: price }) =>
        [name.padEnd(16), cpu.padEnd(8), ram.padEnd(7), (accelerator ?? '-').padEnd(20), `$${price.toFixed(4)} a minute, $${(price * 60).toFixed(2)} an hour`].join('  '),
      )
      .join('\n')
      .concat('\n'),
  ) // prettier-ignore
}

/** `hubkey jobs schedule`: lists, or changes the one named. */
export async function schedules(
  verb: 'list' | 'suspend' | 'resume' | 'run' | 'delete',
  name: string | null,
  options: AsAccount & { readonly namespace: string | null },
  context: Context,
): Promise<void> {
  const needs = needsFor(options, context)
  const { output } = context
  if (name === null) {
    const found = await listSchedules({ namespace: options.namespace, ...as(options) }, needs)
    output.result({ schedules: found }, () =>
      found.length === 0 ? 'Nothing is scheduled.\n' : found.map(describeSchedule).join(''),
    )
    return
  }
  const ask = { ...readJobName(name), ...as(options) }
  if (verb === 'run') {
    const job = await runScheduleNow(ask, needs)
    output.result({ job }, () => describeJob(job))
  } else if (verb === 'delete') {
    await deleteSchedule(ask, needs)
    output.result({ deleted: ask.id }, () => `${ask.id} is scheduled no more.\n`)
  } else if (verb !== 'list') {
    const schedule = await changeSchedule({ ...ask, verb }, needs)
    output.result({ schedule }, () => describeSchedule(schedule))
  }
}

async function follow(job: JobView, options: AsAccount, context: Context): Promise<number> {
  const name = { namespace: job.namespace, id: job.id, ...as(options) }
  const needs = needsFor(options, context)
  const { signal, output } = context
  let lines: string[] = []
  for await (const bundle of followLog({ ...name, tail: null, follow: true, signal }, needs)) {
    lines = [...lines, ...bundle.slice(-linesLookedAt)].slice(-linesLookedAt)
    if (!output.isJson) await write(bundle, context)
  }
  const last = await inspectJob(name, needs)
  const isDone = last.stage === 'COMPLETED'
  const diagnoses =
    last.stage === 'ERROR' ? await diagnoseJob({ ...name, lines, signal }, needs) : []
  const shown = diagnoses.map(inWords(output))
  output.result({ job: last, diagnoses: shown }, () => (isDone ? '' : describeJob(last)))
  for (const cause of shown) if (!output.isJson) output.notice(causeLines(cause))
  return isDone || !isOver(last) ? exitCodes.done : exitCodes.failed
}

/** `hubkey jobs diagnose`: why a job failed, and what to do about it. */
export async function diagnosis(name: string, options: AsAccount, context: Context): Promise<void> {
  const { output, signal } = context
  const needs = needsFor(options, context)
  const diagnoses = await diagnoseJob({ ...readJobName(name), ...as(options), signal }, needs)
  const shown = diagnoses.map(inWords(output))
  output.result({ diagnoses: shown }, () =>
    shown.length === 0
      ? 'Its log tells no cause that Hubkey knows.\n'
      : shown.map((cause) => `${causeLines(cause)}\n`).join(''),
  )
}

/** A cause as a terminal and a program read it: the next step in words, its link written out. */
function inWords({ hub }: Output): (cause: AppError) => Cause {
  return ({ code, message, action }) => ({
    code,
    message,
    action: action && describeAction(action, hub),
  })
}

type Cause = Pick<AppError, 'code' | 'message'> & { readonly action: string | null }

function causeLines({ message, action }: Cause): string {
  return action === null ? message : `${message}\nNext: ${action}`
}

/** What the job can cost at most, told before it is sent. */
function costLine(spec: JobSpec, { hardware: machines }: PreflightFacts): string {
  const { minutes, isDefaultTime, dollars } = costCeiling(spec, machines)
  const limit = `${minutes} minutes${isDefaultTime ? ' (the default)' : ''}`
  if (dollars === null) return `It ends after ${limit} at the latest.`
  return `${spec.flavor} for ${limit} at most: ${dollarsText(dollars)} at most.`
}

function needsFor({ account }: AsAccount, { core }: Context): JobNeeds {
  return jobNeeds(core, account ?? null)
}

function as({ account }: AsAccount): { readonly account: string | null } {
  return { account: account ?? null }
}

async function write(lines: readonly string[], { io, core }: Context): Promise<void> {
  const shown = lines.map(lineWriter(io, core.ports.env))
  const flushed = io.stdout.write(`${shown.join('\n')}\n`)
  if (!flushed) await new Promise<void>((resolve) => io.stdout.once('drain', () => resolve()))
}

function describeJob({ namespace, id, stage, flavor, message }: JobView): string {
  const reason = message === null || message === '' ? '' : `  ${message}`
  return `${namespace}/${id}  ${stage.padEnd(10)}  ${flavor ?? '-'}${reason}\n`
}

function describeSchedule(each: JobScheduleView): string {
  const next = each.suspended ? 'suspended' : `next ${each.nextRunAt ?? 'unknown'}`
  return `${each.namespace}/${each.id}  ${each.schedule}  ${next}\n`
}
