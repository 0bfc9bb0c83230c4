import type { AppError } from './errors.ts'

function advise(code: string, message: string, label: string): AppError {
  return { code, message, action: { label, does: { kind: 'advice' } } }
}

/** Errors of logging in by the browser, by the name of their code; made as those of `errors.ts` are. */
export const loginErrors = {
  noClient: () =>
    advise(
      'oauth-no-client',
      'Logging in by the browser needs an OAuth application of your own at Hugging Face.',
      'Create a public one at huggingface.co/settings/applications/new, then set HUBKEY_HF_CLIENT_ID to its client id',
    ),
  clientRefused: (clientId: string) =>
    advise(
      'oauth-client-refused',
      `Hugging Face does not let the application “${clientId.slice(0, 100)}” log in this way.`,
      'Check HUBKEY_HF_CLIENT_ID and the settings of that application',
    ),
  deviceExpired: () =>
    advise('device-expired', 'The code was not entered in time.', 'Begin a new log-in'),
  deviceRefused: () =>
    advise('device-refused', 'The log-in was refused in the browser.', 'Begin a new log-in'),
} as const satisfies Record<string, (...facts: never[]) => AppError>
