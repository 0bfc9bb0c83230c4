import type { ReactNode } from 'react'
import { canStop, isLive } from '../../../shared/domain/run-state.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { forgetRun, openRunFolder, restartRun, stopRun, talkTo } from '../../actions.ts'
import { places } from '../../places.ts'
import { Button } from '../../components/Button.tsx'
import { Menu, type MenuItem } from '../../components/Menu.tsx'
import { useBusy } from '../../state/ui.ts'
import { shortName } from '../../words/run.ts'
import { CopyMenu } from './CopyMenu.tsx'

/** What can be done with a server in its state. */
export function RunControls({ run }: { readonly run: RunView }): ReactNode {
  const isBusy = useBusy(places.run(run.id))
  const name = shortName(run.repo)
  return (
    <div className="row controls">
      {run.state === 'ready' && (
        <>
          <Button
            aria-label={`Ask ${name}`}
            onClick={() => {
              talkTo(run.id)
            }}
          >
            Ask
          </Button>
          <CopyMenu run={run} />
        </>
      )}
      {canStop(run.state) && (
        <Button
          aria-label={`Stop ${name}`}
          isBusy={isBusy}
          onClick={() => {
            stopRun(run.id)
          }}
        >
          Stop
        </Button>
      )}
      {!isLive(run.state) && (
        <Button
          aria-label={`Launch ${name} again`}
          isBusy={isBusy}
          onClick={() => {
            restartRun(run.id)
          }}
        >
          Launch again
        </Button>
      )}
      <Menu label={`More about ${name}`} items={seldom(run)} />
    </div>
  )
}

/** What is seldom wanted. */
function seldom({ id, state }: RunView): MenuItem[] {
  const folder = {
    label: 'Open the run folder',
    onSelect: () => {
      openRunFolder(id)
    },
  }
  if (state === 'ready') {
    const restart = {
      label: 'Restart',
      onSelect: () => {
        restartRun(id)
      },
    }
    return [restart, folder]
  }
  if (isLive(state)) return [folder]
  const forget = {
    label: 'Take off the list',
    onSelect: () => {
      forgetRun(id)
    },
  }
  return [folder, forget]
}
