import { standingOf, type ProcessStamp } from './process-stamp.ts'

/** Well within the five seconds in which no server may outlive its owner. */
const lookMs = 1000

/**
 * Calls `onGone` when the owner's process has ended. The channel to it usually tells first; this
 * is for the ways of dying in which a channel stays open, such as one inherited by another child.
 */
export function watchOwner(owner: ProcessStamp, onGone: () => void): void {
  const look = async (): Promise<void> => {
    if ((await standingOf(owner)) === 'gone') onGone()
    else setTimeout(lookAgain, lookMs).unref()
  }
  const lookAgain = (): void => {
    look().catch(() => setTimeout(lookAgain, lookMs).unref())
  }
  lookAgain()
}
