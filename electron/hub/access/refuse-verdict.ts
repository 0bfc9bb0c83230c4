import { errors, fail } from '../../../shared/errors.ts'
import { explain, type AccessFacts } from './explain.ts'
import type { Reading } from './read-verdict.ts'

/**
 * Passes when nothing stands in the way. Throws the verdict as `accessDenied`, `hub-rate-limited`,
 * or why nobody could tell.
 */
export function refuseVerdict(
  { verdict, waitSeconds, cause, policy }: Reading,
  who: Pick<AccessFacts, 'type' | 'repo' | 'host' | 'standing'>,
): void {
  if (verdict === null) return
  if (verdict === 'rate-limited') throw fail(errors.hubRateLimited(who.host, waitSeconds))
  if (verdict === 'offline' && cause !== null) throw fail(cause)
  const { reason, action } = explain(verdict, {
    ...who,
    gated: 'unknown',
    waitSeconds,
    cause,
    policy,
  })
  throw fail(errors.accessDenied(verdict, reason, action))
}
