import type { JobSpec } from '../../../shared/domain/job.ts'
import type { JobHardware } from '../../../shared/domain/job-view.ts'
import type { Identity } from '../../../shared/domain/verification.ts'
import type { Action } from '../../../shared/errors.ts'

/** What can be wrong with a job before it is sent. */
export type FindingCode =
  | 'token-in-script'
  | 'token-in-command'
  | 'token-in-environment'
  | 'token-in-labels'
  | 'secret-in-environment'
  | 'environment-hides-secret'
  | 'secret-printed'
  | 'wrong-secret-name'
  | 'placeholder-not-replaced'
  | 'hardcoded-token'
  | 'empty-secret'
  | 'secret-missing'
  | 'token-cannot-write'
  | 'token-cannot-run-jobs'
  | 'namespace-not-yours'
  | 'push-not-yours'
  | 'token-ends-early'
  | 'header-not-closed'
  | 'header-twice'
  | 'header-not-understood'
  | 'dependency-missing'
  | 'unknown-machine'
  | 'name-not-allowed'
  | 'label-not-allowed'

/** One thing to mend. The sentence never holds a value. */
export interface Finding {
  readonly code: FindingCode
  /** An error would fail, cost money or show a token; a warning may be meant. */
  readonly level: 'error' | 'warning'
  readonly message: string
  /** The one click: another specification, or a step outside of it. */
  readonly fix: Fix
}

export type Fix =
  | { readonly kind: 'change'; readonly label: string; readonly apply: (spec: JobSpec) => JobSpec }
  | { readonly kind: 'action'; readonly action: Action }

/** What is known of the world when a job is looked at. Null: nobody could tell, and nothing is found. */
export interface PreflightFacts {
  /** Who submits. */
  readonly submitter: Identity | null
  /** Whose token each secret holds, by the secret's name. */
  readonly holders: Readonly<Record<string, Identity | null>>
  readonly hardware: readonly JobHardware[] | null
  readonly now: Date
}

/** A fix that changes the specification. */
export function change(label: string, apply: (spec: JobSpec) => JobSpec): Fix {
  return { kind: 'change', label, apply }
}

/** A fix that begins with a token made for it. */
export function createToken(label: string, use: 'write' | 'jobs'): Fix {
  const link = { to: 'create-token', for: use } as const
  return { kind: 'action', action: { label, does: { kind: 'open-link', link } } }
}

/** The token of the account in force, under the name that every library reads. */
export function withToken(spec: JobSpec): JobSpec {
  const secret = spec.secrets['HF_TOKEN']
  if (secret?.from === 'account') return spec
  const token = { from: 'account', provider: 'huggingface', account: null } as const
  return { ...spec, secrets: { ...spec.secrets, HF_TOKEN: token } }
}

/** A record without one of its names. */
export function without<T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name))
}
