import type { ProviderView } from '../../shared/domain/provider.ts'
import { isLive, type HeldSecret, type RunView } from '../../shared/domain/run.ts'

/**
 * Marks the servers that go on with a token that was replaced or cleared since they were started, or
 * with the token of a log-in that has ended: Hubkey renews its own copy, never a server's. What cannot
 * be told, because the token of an account cannot be read now, is not marked.
 */
export function markOldTokens(
  runs: readonly RunView[],
  providers: readonly ProviderView[],
  now: Date,
): RunView[] {
  return runs.map((run) => ({
    ...run,
    holdsOldToken: isLive(run.state) && run.holds.some((held) => isOld(held, providers, now)),
  }))
}

/** When the next of them has to be marked because its token ends; null when none will. */
export function nextEnd(runs: readonly RunView[], now: Date): Date | null {
  const ends = runs
    .filter(({ state }) => isLive(state))
    .flatMap(({ holds }) => holds.map(({ expiresAt }) => Date.parse(expiresAt ?? '')))
    .filter((end) => end > now.getTime())
  return ends.length === 0 ? null : new Date(Math.min(...ends))
}

function isOld(
  { provider, account, fingerprint, expiresAt }: HeldSecret,
  providers: readonly ProviderView[],
  now: Date,
): boolean {
  const view = providers.find(({ id }) => id === provider)
  if (view === undefined) return false
  const { accounts, sources } = view
  const logIns = accounts.filter(({ kind }) => kind === 'oauth')
  const same = accounts.find((one) => one.fingerprint === fingerprint)
  if (expiresAt !== undefined && logIns.length > 0) {
    // The one before a renewal stays good for its time, whatever the log-in is called by now.
    return Date.parse(expiresAt) <= now.getTime() || same?.verification?.state === 'rejected'
  }
  // Older ledgers do not say when it ends.
  if (logIns.some(({ name }) => name === account)) return false
  // A renamed account still holds it.
  const stored = accounts.map((one) => one.fingerprint)
  const isClosed = sources.some(({ present }) => present === null)
  // A list that cannot be read names nobody.
  const isUnclear = stored.includes(null) || (isClosed && (account === null || stored.length === 0))
  if (account !== null) return !stored.includes(fingerprint) && !isUnclear
  const isThere = [...accounts, ...sources].some((one) => one.fingerprint === fingerprint)
  return !isThere && !isUnclear
}
