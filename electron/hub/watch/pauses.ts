/** All times in milliseconds. */
const minute = 60_000

/** After the first answer that changed nothing; it doubles with each further one. */
const firstPauseMs = 10 * minute
/** Longest pause between two questions. */
const longestPauseMs = 12 * 60 * minute
/** Share of a pause that chance takes away, so that not everybody asks at the same moment. */
const jitter = 0.2

/** How long to wait after so many answers that changed nothing. `random` gives 0 to 1. */
export function pauseAfter(attempts: number, random: () => number): number {
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempts, 16))
  return Math.round(pause * (1 - jitter * random()))
}

/** How long a person waits between two questions about the same entry: a click costs nothing, a rate limit does. */
export const byHandPauseMs = 2 * minute

/** How long to wait when the Hub could not be asked: the network may be back soon. */
export const offlinePauseMs = 5 * minute

/** How long to wait when the Hub asks to, but does not say how long. */
export const busyPauseMs = 10 * minute

/**
 * How long a claimed entry is left to whoever claimed it: longer than any question takes. Who was
 * killed in between holds the entry up for no longer than this.
 */
export const claimMs = 2 * minute

/** A time further ahead than this comes from a wrong clock: no pause and no wait is so long. */
export const longestWaitMs = 25 * 60 * minute
