import { advice, error, type ErrorMakers } from './app-error.ts'
import type { Link } from './links.ts'

const giveSecret = advice(
  'Submit it again with HF_TOKEN among its secrets (--secret HF_TOKEN), where $HF_TOKEN stands for the token in force',
)

/** Why a job failed at the Hub, and the one thing to do about it; each is told as an error is. */
export const jobDiagnoses = {
  tokenMissing: () =>
    error(
      'job-token-missing',
      'The Hub asked for a token (401), and the job has none: HF_TOKEN is not among its secrets.',
      giveSecret,
    ),
  placeholderSent: (name: string) =>
    error(
      'job-placeholder-sent',
      `The job got the text “$HF_TOKEN” in ${name} instead of a token: whoever submitted it did not replace it.`,
      giveSecret,
    ),
  tokenInvalid: () =>
    error(
      'job-token-invalid',
      'The Hub does not accept the token that the job was given (401). It was replaced, has expired, or never was one.',
      advice(
        'Submit it again, which gives it the token in force now; “hubkey verify” tells whether that one is good',
      ),
    ),
  /** `name`: the variable that the job looked for. */
  secretNotPassed: (name: string) =>
    error(
      'job-secret-not-passed',
      `The job looks for ${name} in its environment, and it is not among its secrets.`,
      name === 'HF_TOKEN' ? giveSecret : advice(`Submit it again with ${name} among its secrets`),
    ),
  /** `given`: the name under which the job got a secret. */
  wrongKey: (name: string, given: string) =>
    error(
      'job-secret-wrong-key',
      `The job looks for ${name}, but its secret is called ${given}.`,
      advice(`Submit it again with the secret called ${name}`),
    ),
  inEnvironment: (name: string) =>
    error(
      'job-secret-in-environment',
      `${name} was given as a plain variable, which whoever sees the job can read, and not as a secret.`,
      advice(`Submit it again with ${name} among its secrets, and replace the token`),
    ),
  tokenReadsOnly: (username: string | null) =>
    error(
      'job-token-reads-only',
      `This token is read-only${username === null ? '' : ` (it is ${username}’s)`}, and the job writes to the Hub (403).`,
      {
        label: 'Create a write token',
        does: { kind: 'open-link', link: { to: 'create-token', for: 'write' } },
      },
    ),
  /** `repo`: what was to be written; null when the log does not name it. */
  mayNotWrite: (repo: string | null) =>
    error(
      'job-may-not-write',
      `The token may not write to ${repo ?? 'that repository'} (403): it lacks the right, or its owner the role.`,
      {
        label: 'Create a write token',
        does: { kind: 'open-link', link: { to: 'create-token', for: 'write' } },
      },
    ),
  /** `owner`: whose namespace was meant; `username`: who the token is of. */
  wrongNamespace: (owner: string, username: string) =>
    error(
      'job-wrong-namespace',
      `The job writes for ${owner}, and ${username} has no role there that lets it.`,
      advice(`Write to ${username}/…, or ask an administrator of ${owner}`),
    ),
  gated: (repo: string, link: Link) =>
    error(
      'job-repository-gated',
      `${repo} is gated, and the owner of this token has not been given access (403).`,
      { label: 'Ask for access', does: { kind: 'open-link', link } },
    ),
  repositoryDenied: (repo: string | null, hasToken: boolean) =>
    error(
      'job-repository-denied',
      hasToken
        ? `${repo ?? 'A repository'} is private to somebody else, or not there: check its name, and that the token’s owner may see it.`
        : `${repo ?? 'A repository'} is private, or not there, and the job has no token to see it with.`,
      hasToken
        ? advice('Use a token of an account with access, or create the repository first')
        : giveSecret,
    ),
  forbidden: () =>
    error(
      'job-forbidden',
      'The Hub refused what the job wanted (403): the token lacks a right, or its owner a role.',
      { label: 'Look at your tokens', does: { kind: 'open-link', link: { to: 'manage-tokens' } } },
    ),
} as const satisfies ErrorMakers
