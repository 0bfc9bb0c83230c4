import type { ReactNode } from 'react'
import { engineLabels } from '../../../shared/domain/engine-facts.ts'
import { isLive } from '../../../shared/domain/run-state.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { places } from '../../places.ts'
import { Chip } from '../../components/Chip.tsx'
import { Dot } from '../../components/Dot.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { WaysOut } from '../../components/WaysOut.tsx'
import { useNow } from '../../components/use-now.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { useUi } from '../../state/ui.ts'
import { isForLackOfAccess } from '../../words/access.ts'
import {
  fileName,
  runStateTone,
  secretsHeld,
  shortName,
  standingOf,
  runTimes,
} from '../../words/run.ts'
import { DownloadProgress } from '../models/DownloadProgress.tsx'
import { LastLines } from './LastLines.tsx'
import { LogPane } from './LogPane.tsx'
import { OldTokenNote } from './OldTokenNote.tsx'
import { RunControls } from './RunControls.tsx'
import { RunFigures } from './RunFigures.tsx'

const second = 1000

/** One server: what it is, where it answers, what it holds, and its log when that is unfolded. */
export function RunCard({ run }: { readonly run: RunView }): ReactNode {
  const isLogOpen = useUi(({ openLog }) => openLog === run.id)
  const download = useSnapshot(({ downloads }) => downloads.find(({ id }) => id === run.download))
  const name = shortName(run.repo)
  return (
    <article className="card run" aria-label={name}>
      <div className="row">
        <Dot tone={runStateTone[run.state]} />
        <div className="grow">
          <div className="name">
            {name} <Chip tone={runStateTone[run.state]}>{standingOf(run)}</Chip>
          </div>
          <div className="meta">
            <span className="mono">{run.url === null ? run.repo : `${run.url}/v1`}</span> ·{' '}
            {engineLabels[run.engine]}
          </div>
        </div>
        <RunControls run={run} />
      </div>
      {run.state === 'preparing' && download !== undefined && (
        <DownloadProgress download={download} canCancel={false} />
      )}
      {run.error !== null && (
        <ErrorNote
          error={run.error}
          showLog={() => {
            useUi.setState({ openLog: run.id })
          }}
        />
      )}
      <LastLines run={run} />
      {run.error !== null && isForLackOfAccess(run.error) && <WaysOut repo={run.repo} />}
      {run.holdsOldToken && <OldTokenNote run={run} />}
      <PlaceNote place={places.run(run.id)} />
      {isLive(run.state) && <RunFigures run={run.id} />}
      <div className="row wrap run-facts meta">
        {run.file !== null && <span className="mono">{fileName(run.file)}</span>}
        <span>{secretsHeld(run)}</span>
        {run.detached && <span>goes on when Hubkey quits</span>}
        {run.elsewhere === true && !run.detached && <span>launched by another program</span>}
        <span className="grow" />
        <RunTimes run={run} />
        {run.pid !== null && <span>pid {run.pid}</span>}
        <button
          type="button"
          className="link"
          aria-expanded={isLogOpen}
          onClick={() => {
            useUi.setState({ openLog: isLogOpen ? null : run.id })
          }}
        >
          {isLogOpen ? 'Hide log' : 'Show log'}
        </button>
      </div>
      {isLogOpen && <LogPane run={run} />}
    </article>
  )
}

/** Ticks by itself, so that a second's passing draws a few letters and not the whole card. */
function RunTimes({ run }: { readonly run: RunView }): ReactNode {
  const now = useNow(second)
  return <span>{runTimes(run, now)}</span>
}
