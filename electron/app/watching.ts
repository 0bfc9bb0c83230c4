import { watch as watchFolder } from 'node:fs'
import type { WatchedRepo, WatchRequest, WatchView } from '../../shared/domain/watch.ts'
import { AppFailure } from '../../shared/errors.ts'
import {
  addWatch,
  listWatches,
  noteVerdict,
  removeWatch,
  type SeenVerdict,
  type WatchNeeds,
} from '../hub/watch/change-watch.ts'
import { checkNow } from '../hub/watch/check-now.ts'
import { checkWatches, takeNews } from '../hub/watch/check-watches.ts'
import { watchFileName } from '../hub/watch/watch-file.ts'
import type { Core } from './core.ts'
import type { State } from './state.ts'

/** Sooner than this nothing is looked at again, in milliseconds: a list in disorder must not spin. */
const leastPauseMs = 1000
/** Later than this the time is compared anew, in milliseconds: a timer stands still while a laptop sleeps. */
const mostPauseMs = 15 * 60_000

interface WatchingNeeds {
  readonly core: Core
  readonly state: Pick<State, 'get' | 'watchesChanged'>
  readonly report: (where: string, cause: unknown) => string
  /** Told of each end once. */
  readonly onNews?: ((watch: WatchView) => void) | undefined
}

/** The watch list of the running app. */
export interface Watching {
  /** Throws as the verb `addWatch` does. */
  add(request: WatchRequest): Promise<void>
  /** Throws as the verb `removeWatch` does. */
  remove(name: WatchedRepo): Promise<void>
  /** Asks now. Throws as the verb `checkNow` does. */
  check(name: WatchedRepo): Promise<void>
  /** Notes what the user has just been told by a look; never fails and holds nobody up. */
  saw(seen: SeenVerdict): void
  /** Begins to ask. Without anything to wait for there is no timer and no request. */
  start(): void
  stop(): void
}

/** What the verbs of the watch list need, from the parts of every face of Hubkey. */
export function watchNeeds({ hub, hubTokens }: Core): WatchNeeds {
  return { ...hub, as: (account) => hubTokens.as(account), random: Math.random }
}

/** Wires the watch list. Nothing is read or asked before `start`. */
export function createWatching({ core, state, report, onNews }: WatchingNeeds): Watching {
  const needs = watchNeeds(core)
  let isStarted = false
  let timer: NodeJS.Timeout | null = null
  let eyes: { close(): void } | null = null
  let round: Promise<void> = Promise.resolve()

  const show = async (): Promise<readonly WatchView[]> => {
    const watches = await listWatches({}, needs)
    const isNew = JSON.stringify(watches) !== JSON.stringify(state.get().watches)
    if (isNew) state.watchesChanged(watches)
    return watches
  }
  const plan = (watches: readonly WatchView[]): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const times = watches.flatMap(({ nextAt }) => (nextAt === null ? [] : [Date.parse(nextAt)]))
    if (!isStarted || times.length === 0) return
    const wait = Math.min(...times) - core.ports.clock.now().getTime()
    timer = setTimeout(goRound, Math.min(mostPauseMs, Math.max(leastPauseMs, wait)))
    timer.unref()
  }
  const turn = async (): Promise<void> => {
    if (!isStarted) return
    try {
      await checkWatches({}, needs)
      for (const watch of await takeNews({}, needs)) onNews?.(watch)
      plan(await show())
    } catch (cause) {
      tell(cause)
    }
  }
  /** One round at a time; a change in between is seen by the next one. */
  const goRound = (): void => {
    round = round.then(turn)
  }
  const tell = (cause: unknown): void => {
    // The list cannot be read or written; the next change or start tries again.
    if (cause instanceof AppFailure) core.log.warn(cause.message)
    else report('watch', cause)
  }
  const thenShow = async (verb: Promise<void>): Promise<void> => {
    await verb
    plan(await show())
  }
  return {
    add: async (request) => thenShow(addWatch(request, needs)),
    remove: async (name) => thenShow(removeWatch(name, needs)),
    // A refusal moves times as well.
    check: async (name) => checkNow({ name }, needs).finally(async () => plan(await show())),
    saw: (seen) => {
      thenShow(noteVerdict(seen, needs)).catch(tell)
    },
    start: () => {
      isStarted = true
      eyes = watchForChanges(core.ports.paths.config, goRound)
      goRound()
    },
    stop: () => {
      isStarted = false
      eyes?.close()
      if (timer !== null) clearTimeout(timer)
    },
  }
}

/**
 * Calls back when another process changes the list, so that nobody has to look again and again. Where
 * the system cannot tell, the list is read anew at the next start.
 */
function watchForChanges(folder: string, onChange: () => void): { close(): void } | null {
  try {
    const eyes = watchFolder(folder, { persistent: false }, (_event, name) => {
      if (name === watchFileName) onChange()
    })
    eyes.on('error', () => {
      eyes.close()
    })
    return eyes
  } catch {
    return null
  }
}
