import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { FormSecret, JobCheck, JobForm, ReusedJob } from '../../shared/domain/job-form.ts'
import type { JobKey, JobScheduleView } from '../../shared/domain/job-view.ts'
import { costCeiling } from '../../shared/domain/job-cost.ts'
import { maxScriptLength, type JobSpec } from '../../shared/domain/job.ts'
import { AppFailure, errors, fail, type AppError } from '../../shared/errors.ts'
import { readBounded } from '../files/read-bounded.ts'
import { formSecretOf, toForm, toSpec, type FormKeeper } from '../jobs/form.ts'
import { readSecret } from '../jobs/job-secrets.ts'
import { inspectJob } from '../jobs/look-at-jobs.ts'
import { namespaceOf } from '../jobs/namespace.ts'
import type { PreflightFacts } from '../jobs/preflight/finding.ts'
import { gatherFacts, nothingKnown } from '../jobs/preflight/gather-facts.ts'
import { refuseErrors } from '../jobs/preflight/refuse-errors.ts'
import { mend, preflight } from '../jobs/preflight/preflight.ts'
import { moveTokensOut } from '../jobs/preflight/move-tokens-out.ts'
import { tokensIn } from '../jobs/preflight/token-text.ts'
import { scheduleJob } from '../jobs/schedule-jobs.ts'
import { specOfJob } from '../jobs/spec-of-job.ts'
import { submitJob } from '../jobs/submit-job.ts'
import { shownBody } from '../jobs/wire-body.ts'
import type { Core } from './core.ts'
import { showFindings } from './job-findings.ts'
import { jobNeeds } from './job-needs.ts'
import type { Jobs } from './jobs.ts'

/** A form is filled in by one person; more than this is a mistake or a game. */
const mostKept = 200
/** The one account that windows use. */
const account = null

/** What a window wants submitted. */
export interface SubmitWish {
  readonly form: JobForm
  /** The most that the user has agreed to pay, in US dollars; null where no price was shown. */
  readonly agreed: number | null
}

/** The desk that a window fills in jobs at. What is secret about a job lies here, and the form has its id. */
export interface JobDesk {
  /** Takes in what was typed as a secret: `$HF_TOKEN` stands for the account in force, anything else is kept. */
  takeSecret(text: string): FormSecret
  /** Takes in a file of this machine that the user chose. */
  takeScript(path: string): { readonly file: string; readonly name: string }
  check(form: JobForm): Promise<JobCheck>
  /** The form with one finding mended, or all of them for null; never with a token in it. */
  mend(form: JobForm, finding: string | null): Promise<JobForm>
  /** The form of a job that ran before, never with a token in it. Throws `job-not-reusable`, and as `inspectJob` does. */
  reuse(job: JobKey): Promise<ReusedJob>
  /** Throws `job-findings` while something is wrong, `job-cost-changed` when it costs more than was agreed to. */
  submit(wish: SubmitWish): Promise<JobKey>
  schedule(wish: SubmitWish, times: string): Promise<JobScheduleView>
  /** Forgets what was typed and chosen. */
  discard(): void
}

/** Wires the desk. */
export function createJobDesk(core: Core, jobs: Pick<Jobs, 'submitted'>): JobDesk {
  const needs = jobNeeds(core)
  const secrets = new Map<string, string>()
  const files = new Map<string, string>()
  const keeper: FormKeeper = {
    hold: (text) => {
      core.redactor.guard(text)
      return keep(secrets, text)
    },
    held: (id) => {
      const secret = secrets.get(id)
      if (secret === undefined) throw fail(errors.jobSecretGone())
      return secret
    },
    readScript: async (id) => {
      const path = files.get(id)
      if (path === undefined) throw fail(errors.jobScriptGone())
      const file = await readBounded(path, { maxBytes: maxScriptLength, trust: 'shared' })
      if (file === null) throw fail(errors.jobScriptGone())
      return file.text
    },
  }
  const open = async (form: JobForm): Promise<JobSpec> => {
    // Whatever looks like a token is one from now on, wherever it was typed.
    for (const token of tokensIn(JSON.stringify(form))) core.redactor.guard(token)
    const spec = await toSpec(form, keeper)
    for (const token of tokensIn(JSON.stringify(spec.work))) core.redactor.guard(token)
    return spec
  }
  const ready = async ({ form, agreed }: SubmitWish): Promise<JobSpec> => {
    const spec = await open(form)
    const facts = await gatherFacts({ spec, account }, needs)
    refuseErrors(preflight(spec, facts), spec)
    const { dollars } = costCeiling(spec, facts.hardware)
    // A price may have changed since it was shown, and nobody pays more than was agreed to.
    if (dollars !== null && (agreed === null || dollars > agreed + 1e-6)) {
      throw fail(errors.jobCostChanged(dollars))
    }
    return spec
  }
  return {
    takeSecret: (text) => formSecretOf(readSecret(text), keeper),
    takeScript: (path) => ({ file: keep(files, path), name: basename(path).slice(0, 200) }),
    check: async (form) => {
      const spec = await open(form)
      const { facts, problem } = await factsOrNone(spec)
      const mask = (text: string): string => core.redactor.redact(text)
      return {
        findings: showFindings(preflight(spec, facts), mask),
        ceiling: costCeiling(spec, facts.hardware),
        namespace:
          problem === null ? await namespaceOf({ ...spec, account }, core.credentials) : null,
        request: mask(JSON.stringify(shownBody(spec), null, 2)),
        problem,
      }
    },
    mend: async (form, finding) => {
      const spec = await open(form)
      const { facts } = await factsOrNone(spec)
      const mended = finding === null ? mend(spec, facts) : mendOne(spec, facts, finding)
      return await withoutTokens(mended, facts, form)
    },
    reuse: async (job) => {
      const { spec: described, unknownSecrets } = specOfJob(
        await inspectJob({ ...job, account }, needs),
      )
      const own = await namespaceOf({ namespace: null, account }, core.credentials)
      const spec = described.namespace === own ? { ...described, namespace: null } : described
      // What others left in it is no less secret for having been readable at the Hub.
      for (const token of tokensIn(JSON.stringify(spec))) core.redactor.guard(token)
      const form = await withoutTokens(spec, nothingKnown(needs), null)
      return { form, unknownSecrets: [...unknownSecrets] }
    },
    submit: async (wish) => {
      const job = await submitJob({ spec: await ready(wish), account }, needs)
      await jobs.submitted(job)
      return { namespace: job.namespace, id: job.id }
    },
    schedule: async (wish, times) =>
      scheduleJob({ spec: await ready(wish), schedule: times, account }, needs),
    discard: () => {
      secrets.clear()
      files.clear()
    },
  }

  /** What goes to the window: every token in it lies among the secrets that are kept here. */
  async function withoutTokens(
    spec: JobSpec,
    facts: PreflightFacts,
    before: JobForm | null,
  ): Promise<JobForm> {
    const fresh = await toForm(moveTokensOut(spec, facts), before, keeper)
    // The last line of defence: what a person typed here may not come back to the window.
    const text = JSON.stringify(fresh)
    if (core.redactor.redact(text) !== text) throw fail(errors.jobTokenLeft())
    return fresh
  }

  /** Without a token, or offline, only what the form itself tells is looked at. */
  async function factsOrNone(
    spec: JobSpec,
  ): Promise<{ readonly facts: PreflightFacts; readonly problem: AppError | null }> {
    try {
      return { facts: await gatherFacts({ spec, account }, needs), problem: null }
    } catch (cause) {
      if (!(cause instanceof AppFailure)) throw cause
      return { facts: nothingKnown(needs), problem: cause.error }
    }
  }
}

function mendOne(spec: JobSpec, facts: PreflightFacts, id: string): JobSpec {
  const findings = preflight(spec, facts)
  const shown = showFindings(findings, (text) => text)
  const at = shown.findIndex((one) => one.id === id)
  const { fix } = findings[at] ?? {}
  // Mended meanwhile, or nothing that a change can mend.
  return fix?.kind === 'change' ? fix.apply(spec) : spec
}

function keep<T>(kept: Map<string, T>, value: T): string {
  const [oldest] = kept.keys()
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
  const id = randomUUID()
  kept.set(id, value)
  return id
}
