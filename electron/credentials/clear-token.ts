import type { ProviderId } from '../../shared/domain/provider.ts'
import { requireAccount } from './change-account.ts'
import type { ClearReport } from '../../shared/domain/clear-report.ts'
import { clearSources } from './clear-account.ts'
import { withCredentialLock } from './credential-lock.ts'
import { holdsToken, type Found } from './found.ts'
import { beginJournal, endJournal } from './journal.ts'
import type { CredentialNeeds } from './needs.ts'
import { recoverJournal } from './recover-journal.ts'
import { searchSources } from './sources.ts'

/**
 * Takes a provider's token out of every sink that holds it, out of the keyring and
 * `credentials.json`, and out of the HF token file when that holds the very same one (or nothing
 * else was stored). A place counts as cleared only after reading it again; `remaining` names every
 * place that still holds a token, or may, with the reason. Without an account it is the active
 * one's. A kill in between is finished at the next start. Throws `account-missing`, and
 * `store-write-failed` when another change does not end; never for a place that cannot be cleared.
 */
export async function clearToken(
  wish: { readonly provider: ProviderId; readonly account?: string | undefined },
  needs: CredentialNeeds,
): Promise<ClearReport> {
  return await withCredentialLock(needs, async () => {
    await recoverJournal(needs).catch(() => undefined)
    const { account, sources } = await searchSources(wish, needs)
    if (wish.account !== undefined && isNowhere(sources)) {
      await requireAccount(wish.provider, wish.account, needs)
    }
    const isStored = account !== null && sources.some(isStoredToken)
    if (isStored) {
      await beginJournal({ verb: 'clear', provider: wish.provider, account, revoke: false }, needs)
    }
    const { report } = await clearSources({ ...wish, account, sources }, needs)
    if (isStored) await endJournal(needs)
    return report
  })
}

function isStoredToken(source: Found): boolean {
  const { kind } = source.place
  return holdsToken(source) && (kind === 'keyring' || kind === 'file')
}

/** True when Hubkey's own places provably hold nothing. */
function isNowhere(sources: readonly Found[]): boolean {
  return sources.every(
    ({ state, place: { kind } }) =>
      (kind !== 'keyring' && kind !== 'file') || state === 'absent' || state === 'off',
  )
}
