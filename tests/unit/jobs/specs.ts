import type { PreflightFacts } from '../../../electron/jobs/preflight/finding.ts'
import type { JobSpec } from '../../../shared/domain/job.ts'
import type { JobHardware } from '../../../shared/domain/job-view.ts'
import type { Identity } from '../../../shared/domain/verification.ts'
import { defaultScriptImage } from '../../../shared/domain/job-facts.ts'

/** A token's shape, put together at run time so that no file holds one. */
export const madeToken = ['hf', 'aB3d'.repeat(9).slice(0, 34)].join('_')

/** The token of the account in force. */
export const token = { from: 'account', provider: 'huggingface', account: null } as const

/** A secret as it was written. */
export function text(value: string): JobSpec['secrets'][string] {
  return { from: 'text', text: value }
}

const base = {
  flavor: 'cpu-basic',
  timeoutSeconds: 3600,
  environment: {},
  secrets: {},
  labels: {},
  namespace: null,
  volumes: [],
  ports: [],
} as const satisfies Omit<JobSpec, 'work'>

/** A script with the change. */
export function script(
  source: string,
  change: Partial<JobSpec> = {},
  args: string[] = [],
): JobSpec {
  const work = {
    kind: 'script',
    source: { kind: 'text', name: 'job.py', text: source },
    image: defaultScriptImage,
    dependencies: [],
    python: null,
    arguments: args,
  } as const
  return { ...base, work: { ...work, dependencies: [] }, ...change }
}

/** A command with the change. */
export function command(words: string[], change: Partial<JobSpec> = {}): JobSpec {
  return { ...base, work: { kind: 'command', image: 'python:3.12', command: words }, ...change }
}

/** Somebody of the Hub's. */
export function identity(role: string, change: Partial<Identity> = {}): Identity {
  return {
    username: 'ada',
    fullName: null,
    kind: 'user',
    role,
    tokenName: null,
    readsGated: null,
    rights: [],
    organisations: [
      { name: 'the-lab', role: 'contributor', restrictions: [] },
      { name: 'read-lab', role: 'read', restrictions: [] },
      { name: 'strict-lab', role: 'admin', restrictions: ['token-policy'] },
    ],
    capabilities: [],
    expiresAt: null,
    ...change,
  }
}

const machine = { label: '', cpu: '', ram: '', accelerator: null, dollarsPerMinute: 0.01 }
const hardware: readonly JobHardware[] = ['cpu-basic', 't4-small', 'a10g-large'].map((name) => ({
  ...machine,
  name,
}))

/** The facts of an owner who may do everything, but for the change. */
export function facts(change: Partial<PreflightFacts> = {}): PreflightFacts {
  const who = identity('write')
  const now = new Date('2026-06-01T12:00:00Z')
  return { submitter: who, holders: { HF_TOKEN: who }, hardware, now, ...change }
}
