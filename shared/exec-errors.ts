import { advice, type AppError, type ErrorMakers } from './app-error.ts'

/** Errors of `hubkey exec`, by the name of their code. */
export const execErrors = {
  nested: (): AppError => ({
    code: 'exec-nested',
    message:
      'This runs under `hubkey exec` already: it has the secrets, and masking twice hides nothing more.',
    action: advice('Run the command itself, without hubkey exec'),
  }),
  allRefused: (providers: string): AppError => ({
    code: 'token-rejected',
    message: `${providers} does not accept the stored token any more, so there is no secret to give.`,
    action: { label: 'Log in again', does: { kind: 'log-in' } },
  }),
} as const satisfies ErrorMakers
