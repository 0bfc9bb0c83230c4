import type { ReactNode } from 'react'
import { isLive } from '../../../shared/domain/run-state.ts'
import { startDownload } from '../../actions.ts'
import { places } from '../../places.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { goTo, useUi } from '../../state/ui.ts'
import { phaseSentence } from '../../words/run.ts'
import { LastLines } from '../servers/LastLines.tsx'
import { DownloadProgress } from './DownloadProgress.tsx'
import { isUnderWay, useDownloadOf, useRunOf, type FileReference } from './file-state.ts'

/** What became of a click on Download or Launch, right under the file it belongs to. */
export function LaunchProgress({ file }: { readonly file: FileReference }): ReactNode {
  const { repo, revision, path } = file
  const run = useRunOf(file)
  const download = useDownloadOf(file)
  const isRunning = run !== undefined && isLive(run.state)
  return (
    <>
      {download !== undefined && isUnderWay(download) && <DownloadProgress download={download} />}
      {run?.state === 'starting' && (
        <p className="meta" role="status">
          {phaseSentence(run)}
        </p>
      )}
      {run?.state === 'failed' && run.error !== null && (
        <>
          <ErrorNote
            error={run.error}
            showLog={() => {
              useUi.setState({ openLog: run.id })
              goTo('servers')
            }}
          />
          <LastLines run={run} />
        </>
      )}
      {!isRunning &&
        download?.state === 'failed' &&
        run?.error == null &&
        download.error !== null && (
          <ErrorNote
            error={download.error}
            retry={() => {
              startDownload({ repo, revision, path })
            }}
          />
        )}
      <PlaceNote place={places.download(repo, path)} />
      <PlaceNote place={places.launch(repo, path)} />
    </>
  )
}
