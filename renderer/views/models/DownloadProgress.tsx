import type { ReactNode } from 'react'
import type { DownloadView } from '../../../shared/domain/download.ts'
import { cancelDownload, pauseDownload, resumeDownload } from '../../actions.ts'
import { Button } from '../../components/Button.tsx'
import { downloadLine } from '../../words/download.ts'
import { spokenDownload } from '../../words/downloaded-files.ts'

interface DownloadProgressProps {
  readonly download: DownloadView
  /** False where a button beside it already stops the whole. */
  readonly canCancel?: boolean
}

/** A download's bar and numbers, with Pause or Go on, and Cancel, while it is under way. */
export function DownloadProgress({ download, canCancel = true }: DownloadProgressProps): ReactNode {
  const { id, state, receivedBytes, totalBytes, error } = download
  const name = spokenDownload(download)
  // Both stand still, and the button sets them going.
  const isStill = state === 'paused' || state === 'waiting'
  const goOn = state === 'waiting' ? 'Go on now' : 'Go on'
  // A bar without a value moves, which one that stands still must not.
  const unknown = isStill || state === 'queued' ? 0 : undefined
  return (
    <div className="row progress-row">
      <div className="grow">
        <progress
          aria-label={`Download of ${name}`}
          max={totalBytes ?? undefined}
          value={totalBytes === null ? unknown : receivedBytes}
        />
        <div className="meta">{downloadLine(download)}</div>
        {error !== null && <div className="meta">{error.message}</div>}
      </div>
      {state !== 'verifying' && (
        // One button with two faces, so that it keeps the keyboard's focus.
        <Button
          aria-label={
            isStill ? `${goOn} with the download of ${name}` : `Pause the download of ${name}`
          }
          onClick={() => {
            if (isStill) resumeDownload(id)
            else pauseDownload(id)
          }}
        >
          {isStill ? goOn : 'Pause'}
        </Button>
      )}
      {canCancel && state !== 'verifying' && (
        <Button
          aria-label={`Cancel the download of ${name}`}
          onClick={() => {
            cancelDownload(id)
          }}
        >
          Cancel
        </Button>
      )}
    </div>
  )
}
