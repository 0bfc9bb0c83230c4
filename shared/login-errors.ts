import type { Action, AppError } from './errors.ts'

function advice(label: string): Action {
  return { label, does: { kind: 'advice' } }
}

const logInAgain: Action = { label: 'Log in again', does: { kind: 'log-in', by: 'browser' } }

function error(code: string, message: string, next: Action): AppError {
  return { code, message, action: next }
}

/** Errors of logging in by the browser, by the name of their code; made as those of `errors.ts` are. */
export const loginErrors = {
  noClient: () =>
    error(
      'oauth-no-client',
      'Logging in by the browser needs an OAuth application of your own at Hugging Face.',
      advice(
        'Create a public one at huggingface.co/settings/applications/new, then set HUBKEY_HF_CLIENT_ID to its client id',
      ),
    ),
  clientRefused: (clientId: string) =>
    error(
      'oauth-client-refused',
      `Hugging Face does not let the application “${clientId.slice(0, 100)}” log in this way.`,
      advice('Check HUBKEY_HF_CLIENT_ID and the settings of that application'),
    ),
  deviceExpired: () =>
    error('device-expired', 'The code was not entered in time.', advice('Begin a new log-in')),
  deviceRefused: () =>
    error('device-refused', 'The log-in was refused in the browser.', advice('Begin a new log-in')),
  /** The code is that of any token that its provider refuses. */
  logInRejected: (whose: string) =>
    error(
      'token-rejected',
      `${whose}: this log-in is over; it cannot be used any more.`,
      logInAgain,
    ),
  /** A pasted token would end the renewing without a word. */
  rotateLogIn: (account: string) =>
    error(
      'rotate-log-in',
      `${account} is a log-in by the browser, which renews its token by itself.`,
      logInAgain,
    ),
} as const satisfies Record<string, (...facts: never[]) => AppError>
