import type { WatchedRepo } from '../../../shared/domain/watch.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { askAbout, at, isSame, postpone } from './ask-watch.ts'
import type { WatchNeeds } from './change-watch.ts'
import { byHandPauseMs, claimMs, pauseAfter } from './pauses.ts'
import {
  askableAt,
  changeWatches,
  isAbout,
  isOfThisHub,
  readWatches,
  stateOf,
  type Watch,
} from './watch-file.ts'

/**
 * Asks now about what is waited for, because the user wants to know: about one repository, or about
 * every entry for null. What was asked about lately, or what the Hub wants left alone, is not asked
 * again: alone it is refused, among others it is passed over. The pauses go on as they were. Throws
 * `not-watched`, `watch-asked-lately`, why the Hub could not be asked, `store-unreadable` and
 * `store-write-failed`.
 */
export async function checkNow(
  { name }: { readonly name: WatchedRepo | null },
  needs: WatchNeeds,
): Promise<void> {
  const hub = readHfEnvironment(needs.env, needs.paths.home)
  const isOurs = isOfThisHub(needs)
  const isNamed = name === null ? () => true : isAbout(name)
  const isMeant = (watch: Watch): boolean =>
    isOurs(watch) && isNamed(watch) && !watch.muted && stateOf(watch) === 'waiting'
  const meant = (await readWatches(needs)).filter(isMeant)
  if (name !== null && meant.length === 0) throw fail(errors.notWatched(name.repo))
  if (hub.offline) throw fail(errors.offlineMode(hub.host))
  for (let asked = 0; ; asked += 1) {
    const watch = await claim(isMeant, needs)
    if (watch === null && asked === 0 && name !== null) {
      throw fail(tooSoon(name.repo, meant, needs))
    }
    if (watch === null) return
    const answer = await askAbout(watch, needs)
    if ('waitMs' in answer) {
      await postpone(watch, answer, needs)
      throw fail(answer.why)
    }
    await record(watch, answer.verdict, needs)
  }
}

/** Takes one that may be asked about, under the lock, so that neither a timer nor another click asks as well. */
async function claim(isMeant: (watch: Watch) => boolean, needs: WatchNeeds): Promise<Watch | null> {
  const now = needs.clock.now().getTime()
  let claimed: Watch | null = null
  await changeWatches((watches) => {
    const first = watches.find((watch) => isMeant(watch) && Date.parse(askableAt(watch)) <= now)
    if (first === undefined) return null
    claimed = first
    const taken = { nextAt: at(now + claimMs), heldUntil: at(now + byHandPauseMs) }
    return watches.map((watch) => (watch === first ? { ...watch, ...taken } : watch))
  }, needs)
  return claimed
}

/** What was found out; whoever asked sees it, so that no notice is due. */
async function record(claimed: Watch, verdict: Watch['verdict'], needs: WatchNeeds): Promise<void> {
  const now = needs.clock.now().getTime()
  const isMeant = isSame(claimed)
  const hasEnded = stateOf({ verdict }) !== 'waiting'
  const due = claimed.nextAt === null ? 0 : Date.parse(claimed.nextAt)
  const next = due > now ? due : now + pauseAfter(claimed.attempts, needs.random)
  await changeWatches(
    (watches) =>
      watches.map((watch) =>
        isMeant(watch) && !watch.muted
          ? {
              ...watch,
              verdict,
              checkedAt: at(now),
              nextAt: hasEnded ? null : at(next),
              told: hasEnded,
            }
          : watch,
      ),
    needs,
  )
}

function tooSoon(repo: string, meant: readonly Watch[], { clock }: WatchNeeds) {
  const soonest = Math.min(...meant.map((watch) => Date.parse(askableAt(watch))))
  const seconds = Math.max(1, Math.ceil((soonest - clock.now().getTime()) / 1000))
  return errors.watchAskedLately(repo, seconds)
}
