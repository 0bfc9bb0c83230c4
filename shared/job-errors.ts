import { advice, error, retry, type Action, type ErrorMakers } from './app-error.ts'

/** The errors about Hugging Face Jobs; a part of `errors`. */
export const jobErrors = {
  jobNotAllowed: (namespace: string) =>
    error('job-not-allowed', `This token may not do that with the jobs of ${namespace}.`, {
      label: 'Create a token that may run jobs',
      does: { kind: 'open-link', link: { to: 'create-token', for: 'jobs' } },
    }),
  jobPolicy: (namespace: string) =>
    error(
      'job-not-allowed',
      `A policy of ${namespace} keeps this token out.`,
      advice(`Ask an administrator of ${namespace}`),
    ),
  jobMissing: (id: string) =>
    error('job-missing', `There is no job “${id}” here.`, advice('List the jobs: hubkey jobs ps')),
  jobRefused: (host: string) =>
    error(
      'job-refused',
      `${host} does not accept this description of a job.`,
      advice('Look at it with --dry-run'),
    ),
  jobNoCredit: (namespace: string) =>
    error(
      'job-no-credit',
      `${namespace} has no credit left for jobs.`,
      advice('Add credit in the billing settings of the Hub'),
    ),
  /** `step`: the one thing to do that no specification can do; null when Hubkey can mend it. */
  jobFindings: (count: number, first: string, step: Action | null) =>
    error(
      'job-findings',
      count === 1 ? first : `${first} And ${count - 1} more.`,
      step ?? advice('Say it again with --fix'),
    ),
  jobSecretMissing: (name: string, variable: string) =>
    error(
      'no-token',
      `The secret ${name} is to hold ${variable}, of which there is none.`,
      advice(`Log in, or set ${variable}`),
    ),
  jobLogInterrupted: (host: string) =>
    error(
      'hub-log-interrupted',
      `The log broke off again and again on its way from ${host}. The job itself goes on.`,
      retry,
    ),
} as const satisfies ErrorMakers
