import type { JobHardware } from '../../shared/domain/job-view.ts'
import { AppFailure } from '../../shared/errors.ts'
import { listHardware } from '../jobs/look-at-jobs.ts'
import type { JobNeeds } from '../jobs/needs.ts'

/** Prices change seldom, and a list of jobs is looked at often. Milliseconds. */
const keptMs = 30 * 60_000

/** What a minute of a machine costs, in US dollars; null where nobody could tell. */
export type PriceOf = (flavor: string | null) => number | null

/** The prices as the Hub had them lately. Where it cannot be asked there are none, and nothing fails for it. */
export function createJobPrices(needs: JobNeeds): () => Promise<PriceOf> {
  let kept: { readonly at: number; readonly machines: readonly JobHardware[] } | null = null
  return async () => {
    const now = needs.hub.clock.now().getTime()
    if (kept === null || now - kept.at > keptMs) {
      try {
        kept = { at: now, machines: await listHardware(needs) }
      } catch (cause) {
        if (!(cause instanceof AppFailure)) throw cause
      }
    }
    const machines = kept?.machines ?? []
    return (flavor) => machines.find(({ name }) => name === flavor)?.dollarsPerMinute ?? null
  }
}
