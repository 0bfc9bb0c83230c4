import type { ProviderView } from '../../shared/domain/provider.ts'
import { isLive, type HeldSecret, type RunView } from '../../shared/domain/run.ts'

/**
 * Marks the servers that go on with a token that was replaced or cleared since they were started. What
 * cannot be told, because the token of an account cannot be read now, is not marked.
 */
export function markOldTokens(
  runs: readonly RunView[],
  providers: readonly ProviderView[],
): RunView[] {
  return runs.map((run) => ({
    ...run,
    holdsOldToken: isLive(run.state) && run.holds.some((held) => isOld(held, providers)),
  }))
}

function isOld(
  { provider, account, fingerprint }: HeldSecret,
  providers: readonly ProviderView[],
): boolean {
  const view = providers.find(({ id }) => id === provider)
  if (view === undefined) return false
  const { accounts, sources } = view
  // What renews itself is new every few hours, and the one before stays good for its time.
  if (accounts.some(({ name, kind }) => name === account && kind === 'oauth')) return false
  // A renamed account still holds it.
  const stored = accounts.map((one) => one.fingerprint)
  if (account !== null) return !stored.includes(fingerprint) && !stored.includes(null)
  const isUnclear = stored.includes(null) || sources.some(({ present }) => present === null)
  const isThere = [...accounts, ...sources].some((one) => one.fingerprint === fingerprint)
  return !isThere && !isUnclear
}
