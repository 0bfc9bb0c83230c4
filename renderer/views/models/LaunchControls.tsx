import type { ReactNode } from 'react'
import { isLive } from '../../../shared/domain/run-state.ts'
import { launch, startDownload, talkTo } from '../../actions.ts'
import { openLaunchForm } from '../../launch-form-actions.ts'
import { places } from '../../places.ts'
import { Button } from '../../components/Button.tsx'
import { goTo, useBusy } from '../../state/ui.ts'
import { fileName } from '../../words/run.ts'
import { isUnderWay, useDownloadOf, useRunOf, type FileReference } from './file-state.ts'

interface LaunchControlsProps {
  readonly file: FileReference
  readonly isCached: boolean
  /** Whether this account may download it. */
  readonly isAllowed: boolean
  /** Id of the element that says why not. */
  readonly denial: string | undefined
}

/**
 * What can be done with a file now: fetch it, launch it, or talk to the server it became; and launch it in another
 * way, also beside a server that runs.
 */
export function LaunchControls(props: LaunchControlsProps): ReactNode {
  const { repo, revision, path } = props.file
  return (
    <>
      <FileVerbs {...props} />
      <Button
        kind="quiet"
        aria-label={`Options for ${fileName(path)}`}
        onClick={() => {
          openLaunchForm({ model: repo, revision, file: path })
        }}
      >
        Options…
      </Button>
    </>
  )
}

function FileVerbs({ file, isCached, isAllowed, denial }: LaunchControlsProps): ReactNode {
  const { repo, revision, path } = file
  const run = useRunOf(file)
  const download = useDownloadOf(file)
  const isDownloadBusy = useBusy(places.download(repo, path))
  const isLaunchBusy = useBusy(places.launch(repo, path))
  const name = fileName(path)
  const isHere = isCached || download?.state === 'done'
  if (run?.state === 'ready') {
    return (
      <Button
        aria-label={`Ask ${name}`}
        onClick={() => {
          talkTo(run.id)
        }}
      >
        Ask
      </Button>
    )
  }
  if (run !== undefined && isLive(run.state)) {
    return (
      <Button
        aria-label={`Show the server of ${name}`}
        onClick={() => {
          goTo('servers')
        }}
      >
        Show server
      </Button>
    )
  }
  const isMoving = download !== undefined && isUnderWay(download)
  return (
    <>
      {!isHere && !isMoving && (
        <Button
          aria-label={`Download ${name}`}
          aria-describedby={isAllowed ? undefined : denial}
          isBusy={isDownloadBusy}
          disabled={!isAllowed}
          onClick={() => {
            startDownload({ repo, revision, path })
          }}
        >
          Download
        </Button>
      )}
      <Button
        kind="soft"
        aria-label={`Launch ${name}`}
        aria-describedby={isHere || isAllowed ? undefined : denial}
        isBusy={isLaunchBusy}
        disabled={!isHere && !isAllowed}
        onClick={() => {
          launch({ repo, revision, file: path })
        }}
      >
        Launch
      </Button>
    </>
  )
}
