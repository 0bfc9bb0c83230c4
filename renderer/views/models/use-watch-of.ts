import type { ModelView } from '../../../shared/domain/model.ts'
import type { WatchView } from '../../../shared/domain/watch.ts'
import { useSnapshot } from '../../state/snapshot.ts'

/** The waiting for this model or dataset, while it lasts. */
export function useWatchOf({
  type,
  repo,
}: Pick<ModelView, 'type' | 'repo'>): WatchView | undefined {
  return useSnapshot(({ watches }) =>
    watches.find((one) => one.repo === repo && one.type === type && one.state === 'waiting'),
  )
}
