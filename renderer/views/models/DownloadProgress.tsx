import type { ReactNode } from 'react'
import type { DownloadView } from '../../../shared/domain/download.ts'
import { cancelDownload } from '../../actions.ts'
import { Button } from '../../components/Button.tsx'
import { downloadLine } from '../../words/download.ts'
import { fileName } from '../../words/run.ts'

interface DownloadProgressProps {
  readonly download: DownloadView
  /** False where a button beside it already stops the whole. */
  readonly canCancel?: boolean
}

/** A download's bar and numbers, with Cancel while it is under way. */
export function DownloadProgress({ download, canCancel = true }: DownloadProgressProps): ReactNode {
  const { id, path, state, receivedBytes, totalBytes } = download
  const name = fileName(path)
  return (
    <div className="row progress-row">
      <div className="grow">
        <progress
          aria-label={`Download of ${name}`}
          max={totalBytes ?? undefined}
          value={totalBytes === null ? undefined : receivedBytes}
        />
        <div className="meta">{downloadLine(download)}</div>
      </div>
      {canCancel && state === 'running' && (
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
