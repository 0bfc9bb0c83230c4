import type { WatchedRepo, WatchView } from '../../../shared/domain/watch.ts'
import { watchNeeds } from '../../app/watching.ts'
import { listWatches, removeWatch } from '../../hub/watch/change-watch.ts'
import type { Context } from '../context.ts'

/** `hubkey access --watched`: what is waited for, without asking anybody. */
export async function listWatched({ core, output }: Context): Promise<void> {
  const watches = await listWatches({}, core.hub)
  output.result({ watches }, () =>
    watches.length === 0 ? 'Nothing is waited for.\n' : watches.map(describeWatch).join(''),
  )
}

/** `hubkey access REPO --unwatch`. */
export async function unwatch(name: WatchedRepo, { core, output }: Context): Promise<void> {
  await removeWatch(name, watchNeeds(core))
  output.result({ repo: name.repo, type: name.type, watched: false }, () => {
    return `${name.repo} is not waited for any more.\n`
  })
}

function describeWatch({ repo, state, verdict, account, nextAt }: WatchView): string {
  const who = account === null ? [] : [`as ${account}`]
  const next = nextAt === null ? [] : [`asked again ${nextAt}`]
  return `${repo}  ${[state, verdict, ...who, ...next].join(' · ')}\n`
}
