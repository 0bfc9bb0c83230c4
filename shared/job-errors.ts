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
  jobNotReusable: (id: string) =>
    error(
      'job-not-reusable',
      `The job ${id} was submitted in a way that this form cannot show.`,
      advice(`Submit it again as it was: hubkey jobs duplicate ${id}`),
    ),
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
  /** `dollars`: the most that it would cost now. */
  jobCostChanged: (dollars: number) =>
    error(
      'job-cost-changed',
      `It may cost up to $${dollars.toFixed(2)}, which is not what was agreed to.`,
      advice('Look at the price and submit it again'),
    ),
  jobSecretGone: () =>
    error(
      'job-secret-gone',
      'A secret of this job was forgotten meanwhile.',
      advice('Type it once more'),
    ),
  jobScriptGone: () =>
    error('job-script-gone', 'The script cannot be read any more.', advice('Choose it once more')),
  jobTokenLeft: () =>
    error(
      'job-token-left',
      'There is still a token in the text of this job, in a place where Hubkey cannot move it from.',
      advice('Take it out by hand'),
    ),
  jobLogInterrupted: (host: string) =>
    error(
      'hub-log-interrupted',
      `The log broke off again and again on its way from ${host}. The job itself goes on.`,
      retry,
    ),
} as const satisfies ErrorMakers
