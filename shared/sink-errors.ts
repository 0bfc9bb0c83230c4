import { advice, type ErrorMakers } from './app-error.ts'

/** The errors about tools that are to ask Hubkey, by the name of their code; made as those of `errors.ts` are. */
export const sinkErrors = {
  sinkKeepsCopies: (sink: string) => ({
    code: 'sink-keeps-copies',
    message: `${sink} cannot ask Hubkey at each use; it needs a copy of the token.`,
    action: advice('Keep a copy in step instead'),
  }),
  noCommandLine: (sink: string) => ({
    code: 'no-command-line',
    message: `${sink} would ask Hubkey by the hubkey command, which is not on PATH.`,
    action: advice('Install the hubkey command, then try again'),
  }),
} as const satisfies ErrorMakers
