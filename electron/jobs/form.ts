import type { FormSecret, JobForm } from '../../shared/domain/job-form.ts'
import type { JobSecret, JobSpec } from '../../shared/domain/job.ts'

/** What main keeps of a form's: the texts that are not to be seen again, and the files that were chosen. */
export interface FormKeeper {
  /** Keeps a secret's text and gives its id. */
  readonly hold: (text: string) => string
  /** Throws `job-secret-gone`. */
  readonly held: (id: string) => string
  /** The file's text as it is now. Throws `job-script-gone` and as `readBounded` does. */
  readonly readScript: (file: string) => Promise<string>
}

/** A form with everything in it that main keeps. Throws as the keeper does. */
export async function toSpec(form: JobForm, keeper: FormKeeper): Promise<JobSpec> {
  return {
    ...form,
    work: await workOf(form, keeper),
    environment: recordOf(form.environment),
    labels: recordOf(form.labels),
    secrets: Object.fromEntries(
      form.secrets.map(({ name, secret }) => [name, secretOf(secret, keeper)]),
    ),
  }
}

/**
 * A specification as a window may have it: each secret's text is kept here, and a file that is as it was in the form
 * `before` stays a file.
 */
export async function toForm(
  spec: JobSpec,
  before: JobForm | null,
  keeper: FormKeeper,
): Promise<JobForm> {
  return {
    ...spec,
    work: await formWorkOf(spec, before, keeper),
    environment: pairsOf(spec.environment),
    labels: pairsOf(spec.labels),
    secrets: Object.entries(spec.secrets).map(([name, secret]) => ({
      name,
      secret: formSecretOf(secret, keeper),
    })),
  }
}

/** A secret as a window may know it. */
export function formSecretOf(secret: JobSecret, { hold }: Pick<FormKeeper, 'hold'>): FormSecret {
  return secret.from === 'account' ? secret : { from: 'held', held: hold(secret.text) }
}

async function workOf({ work }: JobForm, { readScript }: FormKeeper): Promise<JobSpec['work']> {
  if (work.kind === 'command') return work
  const { source, ...rest } = work
  if (source.kind !== 'file') return { ...rest, source }
  const { file, name } = source
  return { ...rest, source: { kind: 'text', name, text: await readScript(file) } }
}

async function formWorkOf(
  { work }: JobSpec,
  before: JobForm | null,
  { readScript }: FormKeeper,
): Promise<JobForm['work']> {
  if (work.kind === 'command' || before === null || before.work.kind === 'command') return work
  const { source } = before.work
  if (source.kind !== 'file' || work.source.kind !== 'text') return work
  const isUnchanged = work.source.text === (await readScript(source.file))
  return isUnchanged ? { ...work, source } : work
}

function secretOf(secret: FormSecret, { held }: FormKeeper): JobSecret {
  return secret.from === 'account' ? secret : { from: 'text', text: held(secret.held) }
}

function recordOf(pairs: JobForm['labels']): Record<string, string> {
  return Object.fromEntries(pairs.map(({ name, value }) => [name, value]))
}

function pairsOf(record: Readonly<Record<string, string>>): JobForm['labels'] {
  return Object.entries(record).map(([name, value]) => ({ name, value }))
}
