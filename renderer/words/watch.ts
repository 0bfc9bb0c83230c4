import type { WatchView } from '../../shared/domain/watch.ts'
import { verdictTitle } from './verdict.ts'
import { ago, relativeTime } from './time.ts'

/** How a waiting stands, as the parts of one line. */
export function watchLine(
  { state, verdict, account, checkedAt, nextAt }: WatchView,
  now: number,
): string {
  return [
    state === 'open' ? 'Open now' : verdictTitle[verdict],
    ...(account === null ? [] : [`as ${account}`]),
    `asked ${ago(checkedAt, now)}`,
    ...(nextAt === null ? [] : [`again ${relativeTime(nextAt, now)}`]),
  ].join(' · ')
}

/** When it may be asked by hand again, e.g. `again in 2 min`; null when it may be now. */
export function askableWords(
  { askableAt }: Pick<WatchView, 'askableAt'>,
  now: number,
): string | null {
  const minutes = Math.ceil((Date.parse(askableAt) - now) / 60_000)
  return minutes > 0 ? `Again in ${minutes} min` : null
}
