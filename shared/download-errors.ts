import { advice, error, retry, type ErrorMakers } from './app-error.ts'
import { size } from './size.ts'

/** The errors about bringing files down; a part of `errors`. */
export const downloadErrors = {
  downloadInterrupted: (host: string) =>
    error(
      'download-interrupted',
      `The connection to ${host} was lost. What has arrived is kept.`,
      retry,
    ),
  downloadCancelled: () =>
    error(
      'download-cancelled',
      'The download was stopped. What has arrived is kept; the same download goes on from there.',
      retry,
    ),
  nothingMatches: (repo: string) =>
    error(
      'nothing-matches',
      `${repo} has no file that these patterns leave over.`,
      advice('Use other patterns'),
    ),
  fileChanged: (file: string) =>
    error('file-changed', `${file} changed on the Hub while it was fetched.`, retry),
  notCached: (repo: string, revision: string | null) =>
    error(
      'not-cached',
      `Nothing of ${repo}${revision === null ? '' : ` at ${revision}`} lies in the cache.`,
      null,
    ),
  cacheInUse: (repo: string, by: 'download' | 'server') =>
    by === 'download'
      ? error(
          'cache-in-use',
          `${repo} is being downloaded now, so it stays.`,
          advice('Stop the download first'),
        )
      : error(
          'cache-in-use',
          `A server is running ${repo} now, so it stays.`,
          advice('Stop the server first'),
        ),
  checksumMismatch: (file: string) =>
    error('checksum-mismatch', `${file} arrived damaged and was thrown away.`, retry),
  diskTooSmall: (folder: string, needed: number, free: number) =>
    error(
      'disk-full',
      `${folder} has ${size(free)} left, and ${size(needed)} are still to come.`,
      advice(`Free ${size(needed - free)}`),
    ),
  diskFull: (folder: string) =>
    error('disk-full', `There is no space left in ${folder}.`, advice('Free some space')),
} as const satisfies ErrorMakers
