import type { ModelView } from '../../../shared/domain/model.ts'
import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { HubkeyApp } from '../../app/create-app.ts'
import { inspectModel } from '../../hub/inspect-model.ts'
import { describeModel } from '../../hub/search/describe-model.ts'

type WatchHandlers = Pick<
  Handlers,
  'model.inspect' | 'model.describe' | 'watch.add' | 'watch.remove' | 'watch.check'
>

/** What a window asks about models that may be waited for; a look brings the list up to date. */
export function watchHandlers({ core, watching }: HubkeyApp): WatchHandlers {
  const saw = ({ type, repo, revision, access: { verdict }, accounts }: ModelView): void => {
    watching.saw({ repo, type, revision, verdict, accounts })
  }
  return {
    'model.inspect': async (place) => {
      const model = await inspectModel(place, core.hub)
      saw(model)
      return model
    },
    'model.describe': async (place) => {
      const described = await describeModel(place, core.hub)
      saw(described.model)
      return described
    },
    'watch.add': async (request) => watching.add(request),
    'watch.check': async (name) => watching.check(name),
    'watch.remove': async (name) => watching.remove(name),
  }
}
