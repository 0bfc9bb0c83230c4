import type { WatchedRepo, WatchView } from '../../../shared/domain/watch.ts'
import { watchNeeds } from '../../app/watching.ts'
import { checkNow } from '../../hub/watch/check-now.ts'
import { listWatches, removeWatch } from '../../hub/watch/change-watch.ts'
import { isAbout } from '../../hub/watch/watch-file.ts'
import type { Context } from '../context.ts'

export interface ListWatched {
  /** Ask the Hub first. */
  readonly now: boolean
  /** Only this one. */
  readonly name: WatchedRepo | null
}

/** `hubkey access --watched`: what is waited for, without asking anybody unless `--now` says so. */
export async function listWatched(
  { now, name }: ListWatched,
  { core, output }: Context,
): Promise<void> {
  if (now) {
    output.progress(`Asking about ${name?.repo ?? 'what is waited for'}…`)
    await checkNow({ name }, watchNeeds(core))
  }
  const all = await listWatches({}, core.hub)
  const watches = name === null ? all : all.filter(isAbout(name))
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
