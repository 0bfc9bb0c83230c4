import type { AppError } from './errors.ts'

/** Errors of `hubkey exec`, by the name of their code. */
export const execErrors = {
  nested: (): AppError => ({
    code: 'exec-nested',
    message:
      'This runs under `hubkey exec` already: it has the secrets, and masking twice hides nothing more.',
    action: { label: 'Run the command itself, without hubkey exec', does: { kind: 'advice' } },
  }),
  allRefused: (providers: string): AppError => ({
    code: 'token-rejected',
    message: `${providers} does not accept the stored token any more, so there is no secret to give.`,
    action: { label: 'Log in again', does: { kind: 'log-in' } },
  }),
} as const satisfies Record<string, (...facts: never[]) => AppError>
