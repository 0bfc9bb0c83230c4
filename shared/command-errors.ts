import type { ErrorMakers } from './app-error.ts'

/** Errors of the command line itself, by the name of their code; made as those of `errors.ts` are. */
export const commandErrors = {
  /** Ctrl-C, or the system asked the program to end. */
  interrupted: () => ({
    code: 'interrupted',
    message: 'It was interrupted before it was done.',
    action: null,
  }),
} as const satisfies ErrorMakers
