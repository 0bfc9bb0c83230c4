import type { ReactNode } from 'react'
import type { DownloadView } from '../../../shared/domain/download.ts'
import { startDownload, startRepositoryDownload } from '../../actions.ts'
import { places } from '../../places.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { useSnapshot } from '../../state/snapshot.ts'
import { downloadLine } from '../../words/download.ts'
import { downloadName, spokenDownload } from '../../words/downloaded-files.ts'
import { referenceName } from '../../words/repo.ts'
import { DownloadProgress } from './DownloadProgress.tsx'
import { isOf, isUnderWay, type FileReference } from './file-state.ts'

interface DownloadsProps {
  /** Files with a row of their own on this page; their downloads are shown there. */
  readonly elsewhere: readonly FileReference[]
}

/** Everything else that is being fetched or was fetched since Hubkey started. */
export function Downloads({ elsewhere }: DownloadsProps): ReactNode {
  const all = useSnapshot((snapshot) => snapshot.downloads)
  const downloads = all.filter((download) => !elsewhere.some((file) => isOf(download, file)))
  if (downloads.length === 0) return null
  return (
    <section aria-labelledby="downloads">
      <h2 id="downloads">{downloads.some(isUnderWay) ? 'Downloading' : 'Downloads'}</h2>
      <ul className="card rows">
        {downloads.map((download) => (
          <li key={download.id}>
            <DownloadRow download={download} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function DownloadRow({ download }: { readonly download: DownloadView }): ReactNode {
  const { type, repo, revision, path, choice, state, error } = download
  const again = (): void => {
    if (path !== null) startDownload({ repo, revision, path })
    else if (choice !== null) startRepositoryDownload({ type, repo, revision, choice })
  }
  return (
    <>
      <div className="name">
        {referenceName({ type, repo })} <span className="meta mono">{downloadName(download)}</span>
      </div>
      {isUnderWay(download) ? (
        <DownloadProgress download={download} />
      ) : (
        <div className="row">
          <div className="meta grow">{downloadLine(download)}</div>
          {state === 'cancelled' && (
            <Button
              aria-label={`Go on with the download of ${spokenDownload(download)}`}
              onClick={again}
            >
              Go on
            </Button>
          )}
        </div>
      )}
      {state === 'failed' && error !== null && <ErrorNote error={error} retry={again} />}
      <PlaceNote place={path === null ? places.repository(repo) : places.download(repo, path)} />
    </>
  )
}
