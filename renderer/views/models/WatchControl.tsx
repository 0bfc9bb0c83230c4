import type { ReactNode } from 'react'
import type { ModelView } from '../../../shared/domain/model.ts'
import type { WatchView } from '../../../shared/domain/watch.ts'
import { Button } from '../../components/Button.tsx'
import { useNow } from '../../components/use-now.ts'
import { places } from '../../places.ts'
import { useBusy } from '../../state/ui.ts'
import { startWatching, stopWatching } from '../../watch-actions.ts'
import { askableWords } from '../../words/watch.ts'
import { useWatchOf } from './use-watch-of.ts'

interface WatchControlProps {
  readonly model: ModelView
  /** Whether waiting is the one next step, and not just possible beside it. */
  readonly isNextStep: boolean
  /** Asks the Hub now. */
  readonly lookAgain: () => void
}

/** Whether Hubkey shall ask again and tell when it opens; and to ask at once, while it does. */
export function WatchControl({ model, isNextStep, lookAgain }: WatchControlProps): ReactNode {
  const { type, repo, revision, access } = model
  const isBusy = useBusy(places.watch(repo))
  const watch = useWatchOf(model)
  if (watch === undefined) {
    return (
      <Button
        kind={isNextStep ? 'primary' : 'plain'}
        isBusy={isBusy}
        onClick={() => {
          startWatching({ type, repo, revision, verdict: access.verdict })
        }}
      >
        Tell me when it opens
      </Button>
    )
  }
  return (
    <>
      {isNextStep && <AskNow watch={watch} ask={lookAgain} />}
      <Button
        isBusy={isBusy}
        onClick={() => {
          stopWatching({ type, repo })
        }}
      >
        Stop watching
      </Button>
    </>
  )
}

function AskNow({
  watch,
  ask,
}: {
  readonly watch: WatchView
  readonly ask: () => void
}): ReactNode {
  const wait = askableWords(watch, useNow(10_000))
  return (
    <Button
      kind="primary"
      aria-disabled={wait !== null}
      onClick={() => {
        if (wait === null) ask()
      }}
    >
      {wait ?? 'Check now'}
    </Button>
  )
}
