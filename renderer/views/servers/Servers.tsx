import { useEffect, type ReactNode } from 'react'
import { isLive } from '../../../shared/domain/run-state.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { forgetRun } from '../../actions.ts'
import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { fetchFigures } from '../../figures-actions.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { goTo } from '../../state/ui.ts'
import { RunCard } from './RunCard.tsx'

/** The servers that run, then those that have ended. */
export function Servers(): ReactNode {
  const runs = useSnapshot((snapshot) => snapshot.runs)
  const live = runs.filter(({ state }) => isLive(state)).sort(byYouth)
  const ended = runs.filter(({ state }) => !isLive(state)).sort(byYouth)
  useEffect(fetchFigures, [])
  return (
    <>
      <PageHead
        title="Servers"
        sub="Each one holds only the secrets it needs. None outlives Hubkey unless you say so."
      >
        {runs.length > 0 && <LaunchModel />}
      </PageHead>
      {runs.length === 0 && (
        <Empty title="No server yet" actions={<LaunchModel />}>
          A model you launch answers here, on this machine only, in the way of the OpenAI API.
        </Empty>
      )}
      {live.map((run) => (
        <RunCard key={run.id} run={run} />
      ))}
      {ended.length > 0 && (
        <div className="row list-head">
          <h2 className="grow">Ended</h2>
          <button
            type="button"
            className="link meta"
            onClick={() => {
              forgetRun(null)
            }}
          >
            Clear the list
          </button>
        </div>
      )}
      {ended.map((run) => (
        <RunCard key={run.id} run={run} />
      ))}
    </>
  )
}

function LaunchModel(): ReactNode {
  return (
    <Button
      kind="primary"
      onClick={() => {
        goTo('models')
      }}
    >
      Launch a model
    </Button>
  )
}

function byYouth(a: RunView, b: RunView): number {
  return b.startedAt.localeCompare(a.startedAt)
}
