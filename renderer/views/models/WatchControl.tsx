import type { ReactNode } from 'react'
import type { ModelView } from '../../../shared/domain/model.ts'
import { mayOpenLater } from '../../../shared/domain/verdict.ts'
import { Button } from '../../components/Button.tsx'
import { places } from '../../places.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { useBusy } from '../../state/ui.ts'
import { startWatching, stopWatching } from '../../watch-actions.ts'

/** Whether Hubkey shall ask again and tell when the model opens. Nothing where waiting cannot help. */
export function WatchControl({ model }: { readonly model: ModelView }): ReactNode {
  const { repo, revision, access } = model
  const isBusy = useBusy(places.watch(repo))
  const isWatched = useSnapshot(({ watches }) =>
    watches.some((watch) => watch.repo === repo && watch.state === 'waiting'),
  )
  if (isWatched) {
    return (
      <Button
        isBusy={isBusy}
        onClick={() => {
          stopWatching({ repo })
        }}
      >
        Stop watching
      </Button>
    )
  }
  if (!mayOpenLater(access.verdict)) return null
  return (
    <Button
      isBusy={isBusy}
      onClick={() => {
        startWatching({ repo, revision, verdict: access.verdict })
      }}
    >
      Tell me when it opens
    </Button>
  )
}
