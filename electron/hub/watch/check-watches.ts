import type { Verdict } from '../../../shared/domain/access.ts'
import type { WatchView } from '../../../shared/domain/watch.ts'
import { AppFailure } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { askAccess } from '../access/judge-access.ts'
import type { WatchNeeds } from './change-watch.ts'
import { busyPauseMs, claimMs, longestWaitMs, offlinePauseMs, pauseAfter } from './pauses.ts'
import {
  changeWatches,
  isAbout,
  isOfThisHub,
  readWatches,
  stateOf,
  viewWatch,
  type Watch,
} from './watch-file.ts'

/** What a question came to: the Hub's answer, or how long nobody should ask (milliseconds). */
type Answer = { readonly verdict: Verdict } | { readonly waitMs: number }

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
    const answer = await ask(claimed, needs)
    if ('waitMs' in answer) {
      await postpone(claimed, answer.waitMs, needs)
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

async function ask({ repo, type, account }: Watch, needs: WatchNeeds): Promise<Answer> {
  const hub = account === null ? needs : { ...needs, ...needs.as(account) }
  try {
    const { reading, standing } = await askAccess({ repo, type }, hub)
    const { verdict, waitSeconds } = reading
    if (verdict === 'rate-limited') {
      return { waitMs: waitSeconds === null ? busyPauseMs : (waitSeconds + 1) * 1000 }
    }
    if (verdict === 'offline') return { waitMs: offlinePauseMs }
    return { verdict: verdict ?? (standing === 'accepted' ? 'granted' : 'open') }
  } catch (cause) {
    // Cleared since. It keeps its own pace, lest it holds the others up.
    if (cause instanceof AppFailure && cause.error.code === 'account-missing') {
      return { verdict: 'no-token' }
    }
    // No network, or a keyring that is locked now: nothing was found out.
    if (cause instanceof AppFailure) return { waitMs: offlinePauseMs }
    throw cause
  }
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

/** Nothing was found out, so nothing is counted; but nobody asks this Hub before the time is over. */
async function postpone(claimed: Watch, waitMs: number, needs: WatchNeeds): Promise<void> {
  const now = needs.clock.now().getTime()
  const until = now + waitMs
  const isOurs = isOfThisHub(needs)
  const isMeant = isSame(claimed)
  await changeWatches(
    (watches) =>
      watches.map((watch) => {
        if (!isOurs(watch) || watch.nextAt === null) return watch
        const isSooner = isMeant(watch) || Date.parse(watch.nextAt) < until
        return isSooner ? { ...watch, nextAt: at(until) } : watch
      }),
    needs,
  )
}

function isSame(claimed: Watch): (watch: Watch) => boolean {
  const isMeant = isAbout(claimed)
  return (watch) =>
    isMeant(watch) && watch.endpoint === claimed.endpoint && watch.account === claimed.account
}

function byTime(one: Watch, other: Watch): number {
  return Date.parse(one.nextAt ?? '') - Date.parse(other.nextAt ?? '')
}

function at(time: number): string {
  return new Date(time).toISOString()
}
