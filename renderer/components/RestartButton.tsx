import type { ReactNode } from 'react'
import type { RunView } from '../../shared/domain/run.ts'
import { restartRun } from '../actions.ts'
import { places } from '../places.ts'
import { useBusy } from '../state/ui.ts'
import { shortName } from '../words/run.ts'
import { Button } from './Button.tsx'

/** Stops a server and launches the same again. */
export function RestartButton({ run }: { readonly run: RunView }): ReactNode {
  const isBusy = useBusy(places.run(run.id))
  return (
    <Button
      aria-label={`Restart ${shortName(run.repo)}`}
      isBusy={isBusy}
      onClick={() => {
        restartRun(run.id)
      }}
    >
      Restart
    </Button>
  )
}
