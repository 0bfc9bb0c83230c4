import type { ReactNode } from 'react'
import { isLive } from '../../../shared/domain/run-state.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { launch, startDownload, talkTo } from '../../actions.ts'
import { openLaunchForm } from '../../launch-form-actions.ts'
import { places } from '../../places.ts'
import { Button } from '../../components/Button.tsx'
import { Menu, type MenuItem } from '../../components/Menu.tsx'
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
 * way, also beside a server that runs. Where there is little room, all but the first of these is behind three dots.
 */
export function LaunchControls(props: LaunchControlsProps): ReactNode {
  const { file, isCached, isAllowed, denial } = props
  const { repo, revision, path } = file
  const run = useRunOf(file)
  const download = useDownloadOf(file)
  const isDownloadBusy = useBusy(places.download(repo, path))
  const name = fileName(path)
  const isHere = isCached || download?.state === 'done'
  const isServed = run !== undefined && isLive(run.state)
  const isMoving = download !== undefined && isUnderWay(download)
  const isToFetch = !isServed && !isHere && !isMoving
  const fetchIt = (): void => {
    startDownload({ repo, revision, path })
  }
  const openForm = (): void => {
    openLaunchForm({ model: repo, revision, file: path })
  }
  const seldom: MenuItem[] = [
    ...(isToFetch && isAllowed ? [{ label: 'Download', onSelect: fetchIt }] : []),
    { label: 'Launch options…', onSelect: openForm },
  ]
  return (
    <>
      {isToFetch && (
        <span className="wide-only">
          <Button
            aria-label={`Download ${name}`}
            aria-describedby={isAllowed ? undefined : denial}
            isBusy={isDownloadBusy}
            disabled={!isAllowed}
            onClick={fetchIt}
          >
            Download
          </Button>
        </span>
      )}
      <MainVerb file={file} run={run} isHere={isHere} isAllowed={isAllowed} denial={denial} />
      <span className="wide-only">
        <Button kind="quiet" aria-label={`Options for ${name}`} onClick={openForm}>
          Options…
        </Button>
      </span>
      <span className="narrow-only">
        <Menu label={`More for ${name}`} items={seldom} />
      </span>
    </>
  )
}

interface MainVerbProps extends Omit<LaunchControlsProps, 'isCached'> {
  readonly run: RunView | undefined
  readonly isHere: boolean
}

function MainVerb({ file, run, isHere, isAllowed, denial }: MainVerbProps): ReactNode {
  const { repo, revision, path } = file
  const isBusy = useBusy(places.launch(repo, path))
  const name = fileName(path)
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
  return (
    <Button
      kind="soft"
      aria-label={`Launch ${name}`}
      aria-describedby={isHere || isAllowed ? undefined : denial}
      isBusy={isBusy}
      disabled={!isHere && !isAllowed}
      onClick={() => {
        launch({ repo, revision, file: path })
      }}
    >
      Launch
    </Button>
  )
}
