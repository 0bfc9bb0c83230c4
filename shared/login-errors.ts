import { advice, error, type Action, type AppError, type ErrorMakers } from './app-error.ts'

function logInAgain(account?: string): Action {
  const whose = account === undefined ? {} : { account }
  return { label: 'Log in again', does: { kind: 'log-in', by: 'browser', ...whose } }
}

/** Errors of logging in by the browser, by the name of their code; made as those of `errors.ts` are. */
export const loginErrors = {
  noClient: () =>
    error(
      'oauth-no-client',
      'Logging in by the browser needs the client id of a public OAuth application of your own at Hugging Face.',
      { label: 'Create one', does: { kind: 'open-link', link: { to: 'create-application' } } },
    ),
  clientRefused: (clientId: string) =>
    error(
      'oauth-client-refused',
      `Hugging Face does not let the application “${clientId.slice(0, 100)}” log in this way.`,
      advice('Check its client id and the settings of that application'),
    ),
  deviceExpired: () =>
    error('device-expired', 'The code was not entered in time.', advice('Begin a new log-in')),
  deviceRefused: () =>
    error('device-refused', 'The log-in was refused in the browser.', advice('Begin a new log-in')),
  deviceGone: () =>
    error('device-gone', 'This log-in was given up or is over.', advice('Begin a new log-in')),
  /** The user has agreed; `reason` is why no place takes it now. */
  notStored: ({ message }: AppError) =>
    error(
      'device-not-stored',
      `You are logged in, but it could not be stored yet. ${message} It is kept here until it can be.`,
      { label: 'Store it', does: { kind: 'retry' } },
    ),
  /** The code is that of any token that its provider refuses. `account` is the log-in, where it is known. */
  logInRejected: (whose: string, account?: string) =>
    error(
      'token-rejected',
      `${whose}: this log-in is over; it cannot be used any more.`,
      logInAgain(account),
    ),
  /** A pasted token would end the renewing without a word. */
  rotateLogIn: (account: string) =>
    error(
      'rotate-log-in',
      `${account} is a log-in by the browser, which renews its token by itself.`,
      logInAgain(account),
    ),
} as const satisfies ErrorMakers
