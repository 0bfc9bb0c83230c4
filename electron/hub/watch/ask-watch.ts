import type { Verdict } from '../../../shared/domain/access.ts'
import { AppFailure, errors, type AppError } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { askAccess } from '../access/judge-access.ts'
import type { WatchNeeds } from './change-watch.ts'
import { busyPauseMs, offlinePauseMs } from './pauses.ts'
import { changeWatches, isAbout, isOfThisHub, type Watch } from './watch-file.ts'

/** What a question came to: the Hub's answer, or how long nobody should ask (milliseconds) and why. */
export type WatchAnswer =
  | { readonly verdict: Verdict }
  | {
      readonly waitMs: number
      readonly why: AppError
      /** Whether the Hub itself asks to wait, so that a person has to as well. */
      readonly isHeld: boolean
    }

/** One light request about an entry, as the account that waits. */
export async function askAbout(
  { repo, type, account }: Watch,
  needs: WatchNeeds,
): Promise<WatchAnswer> {
  const hub = account === null ? needs : { ...needs, ...needs.as(account) }
  const { host } = readHfEnvironment(needs.env, needs.paths.home)
  try {
    const { reading, standing } = await askAccess({ repo, type }, hub)
    const { verdict, waitSeconds, cause } = reading
    if (verdict === 'rate-limited') {
      const waitMs = waitSeconds === null ? busyPauseMs : (waitSeconds + 1) * 1000
      return { waitMs, why: errors.hubRateLimited(host, waitSeconds), isHeld: true }
    }
    if (verdict === 'offline') {
      const why = cause ?? errors.hubUnreachable(host)
      return { waitMs: offlinePauseMs, why, isHeld: false }
    }
    return { verdict: verdict ?? (standing === 'accepted' ? 'granted' : 'open') }
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    // Cleared since. It keeps its own pace, lest it holds the others up.
    if (cause.error.code === 'account-missing') return { verdict: 'no-token' }
    // No network, or a keyring that is locked now: nothing was found out.
    return { waitMs: offlinePauseMs, why: cause.error, isHeld: false }
  }
}

/** Nothing was found out, so nothing is counted; but nobody asks this Hub before the time is over. */
export async function postpone(
  claimed: Watch,
  { waitMs, isHeld }: Extract<WatchAnswer, { readonly waitMs: number }>,
  needs: WatchNeeds,
): Promise<void> {
  const until = needs.clock.now().getTime() + waitMs
  const isOurs = isOfThisHub(needs)
  const isMeant = isSame(claimed)
  await changeWatches(
    (watches) =>
      watches.map((watch) => {
        if (!isOurs(watch) || watch.nextAt === null) return watch
        const held = isHeld ? { heldUntil: at(until) } : {}
        const isSooner = isMeant(watch) || Date.parse(watch.nextAt) < until
        return isSooner ? { ...watch, ...held, nextAt: at(until) } : { ...watch, ...held }
      }),
    needs,
  )
}

/** Whether an entry is this one, as it stands in the file now. */
export function isSame(claimed: Watch): (watch: Watch) => boolean {
  const isMeant = isAbout(claimed)
  return (watch) =>
    isMeant(watch) && watch.endpoint === claimed.endpoint && watch.account === claimed.account
}

/** A time as the file has it. */
export function at(time: number): string {
  return new Date(time).toISOString()
}
