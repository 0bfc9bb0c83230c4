import { error, retry, type ErrorMakers } from './app-error.ts'

/** Errors of the watch list, by the name of their code; made as those of `errors.ts` are. */
export const watchErrors = {
  notWatched: (repo: string) => error('not-watched', `${repo} is not waited for.`, null),
  watchAskedLately: (repo: string, seconds: number) =>
    error(
      'watch-asked-lately',
      `The Hub was asked about ${repo} a moment ago; it may be asked again in ${
        seconds < 60 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
      }.`,
      retry,
    ),
} as const satisfies ErrorMakers
