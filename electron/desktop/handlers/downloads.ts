import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { HubkeyApp } from '../../app/create-app.ts'

type DownloadHandlers = Pick<
  Handlers,
  | 'download.start'
  | 'download.repository'
  | 'download.pause'
  | 'download.resume'
  | 'download.cancel'
>

/** What a window does with downloads. */
export function downloadHandlers({ downloads }: HubkeyApp): DownloadHandlers {
  return {
    'download.start': ({ repo, revision, path }) => ({
      download: downloads.start({ repo, revision, file: path }).id,
    }),
    'download.repository': ({ type, repo, revision, choice }) => ({
      download: downloads.start({ type, repo, revision, file: null, choice }).id,
    }),
    'download.pause': ({ download }) => {
      downloads.pause(download)
    },
    'download.resume': ({ download }) => {
      downloads.resume(download)
    },
    'download.cancel': ({ download }) => {
      downloads.cancel(download)
    },
  }
}
