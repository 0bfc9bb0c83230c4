import type { Verdict } from '../../../shared/domain/access.ts'
import type { WatchView } from '../../../shared/domain/watch.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { askAbout, at, isSame, postpone } from './ask-watch.ts'
import type { WatchNeeds } from './change-watch.ts'
import { claimMs, longestWaitMs, pauseAfter } from './pauses.ts'
import {
  changeWatches,
  isOfThisHub,
  readWatches,
  stateOf,
  viewWatch,
  type Watch,
} from './watch-file.ts'

/**
 * Asks about every entry whose time has come, one light request each, one after the other. An entry
 * is claimed under the file's lock before it is asked about, so that of several processes one asks.
 * When the Hub cannot be reached or asks to wait, the rest waits too. Throws `store-unreadable` and
 * `store-write-failed`.
 */
export async function checkWatches(_input: object, needs: WatchNeeds): Promise<void> {
  if (readHfEnvironment(needs.env, needs.paths.home).offline) return
  for (;;) {
    const claimed = await claim(needs)
    if (claimed === null) return
    const answer = await askAbout(claimed, needs)
    if ('waitMs' in answer) {
      await postpone(claimed, answer, needs)
      return
    }
    await record(claimed, answer.verdict, needs)
  }
}

/**
 * What has ended since the user last heard of it, and notes that it was told: once, whichever process
 * found out. Throws `store-unreadable` and `store-write-failed`.
 */
export async function takeNews(_input: object, needs: WatchNeeds): Promise<readonly WatchView[]> {
  const isOurs = isOfThisHub(needs)
  const isNews = (watch: Watch): boolean =>
    isOurs(watch) && !watch.told && !watch.muted && stateOf(watch) !== 'waiting'
  if (!(await readWatches(needs)).some(isNews)) return []
  let news: readonly Watch[] = []
  await changeWatches((watches) => {
    news = watches.filter(isNews)
    return watches.map((watch) => (isNews(watch) ? { ...watch, told: true } : watch))
  }, needs)
  return news.map(viewWatch)
}

/** Takes the entry that has waited longest, and moves it out of everybody else's sight. */
async function claim(needs: WatchNeeds): Promise<Watch | null> {
  const now = needs.clock.now().getTime()
  const isOurs = isOfThisHub(needs)
  const isDue = ({ nextAt }: Watch): boolean => {
    const wait = nextAt === null ? null : Date.parse(nextAt) - now
    return wait !== null && (wait <= 0 || wait > longestWaitMs)
  }
  const canBeAsked = (watch: Watch): boolean => isOurs(watch) && isDue(watch)
  // A look without the lock: most of the times there is nothing to do.
  if (!(await readWatches(needs)).some(canBeAsked)) return null
  let claimed: Watch | null = null
  await changeWatches((watches) => {
    const [first] = watches.filter(canBeAsked).sort(byTime)
    if (first === undefined) return null
    claimed = first
    return watches.map((watch) =>
      watch === first ? { ...watch, nextAt: at(now + claimMs) } : watch,
    )
  }, needs)
  return claimed
}

async function record(claimed: Watch, verdict: Verdict, needs: WatchNeeds): Promise<void> {
  const now = needs.clock.now().getTime()
  const isMeant = isSame(claimed)
  const hasEnded = stateOf({ verdict }) !== 'waiting'
  await changeWatches(
    (watches) =>
      watches.map((watch) => {
        if (!isMeant(watch) || watch.muted) return watch
        const attempts = Math.min(watch.attempts + 1, 1000)
        const nextAt = hasEnded ? null : at(now + pauseAfter(attempts, needs.random))
        return { ...watch, verdict, checkedAt: at(now), attempts, nextAt }
      }),
    needs,
  )
}

function byTime(one: Watch, other: Watch): number {
  return Date.parse(one.nextAt ?? '') - Date.parse(other.nextAt ?? '')
}
