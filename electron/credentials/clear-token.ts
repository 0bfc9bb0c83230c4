import type { z } from 'zod'
import type { ProviderId, SourceKind } from '../../shared/domain/provider.ts'
import { AppFailure, errors, type AppError } from '../../shared/errors.ts'
import type { ClearReportSchema } from '../../shared/ipc/contract.ts'
import type { Secret } from '../redaction/secret.ts'
import { defaultAccount, entryName } from './account.ts'
import { changeBook } from './account-book.ts'
import { readFileTokens, removeFileToken } from './credential-file.ts'
import { requireAccount } from './change-account.ts'
import { withCredentialLock } from './credential-lock.ts'
import { openFingerprints } from './fingerprint.ts'
import type { Found } from './found.ts'
import { readHfTokenFile, removeHfTokenFile } from './hf-token-file.ts'
import type { CredentialNeeds } from './needs.ts'
import { searchSources, type Search } from './sources.ts'
import { forgetVerification } from './verifications.ts'

export type ClearReport = z.infer<typeof ClearReportSchema>

/**
 * Takes a provider's token out of the keyring and `credentials.json`, and out of the HF token file
 * when that holds the very same one (or nothing else was stored). A place counts as cleared only
 * after reading it again; `remaining` names every place that still holds a token, or may, with the
 * reason. Without an account it is the active one's. Throws `account-missing`, and
 * `store-write-failed` when another change does not end; never for a place that cannot be cleared.
 */
export async function clearToken(
  wish: { readonly provider: ProviderId; readonly account?: string | undefined },
  needs: CredentialNeeds,
): Promise<ClearReport> {
  return await withCredentialLock(needs, async () => {
    const { account, sources } = await searchSources(wish, needs)
    if (wish.account !== undefined && isNowhere(sources)) {
      await requireAccount(wish.provider, wish.account, needs)
    }
    return await clearSources({ ...wish, account, sources }, needs)
  })
}

interface Cleared extends Search {
  readonly provider: ProviderId
}

/** True when Hubkey's own places provably hold nothing. */
function isNowhere(sources: readonly Found[]): boolean {
  return sources.every(
    ({ state, place: { kind } }) =>
      (kind !== 'keyring' && kind !== 'file') || state === 'absent' || state === 'off',
  )
}

async function clearSources(
  { provider, account, sources }: Cleared,
  needs: CredentialNeeds,
): Promise<ClearReport> {
  const cleared: SourceKind[] = []
  const remaining: ClearReport['remaining'] = []
  // From the last to the first: were it killed half-way the other way round, an older copy further
  // down would silently come into force.
  for (const source of [...sources].reverse()) {
    const outcome = await clearSource({ provider, account, sources }, source, needs)
    if (outcome === 'cleared') cleared.unshift(source.place.kind)
    else if (outcome !== 'nothing') remaining.unshift({ kind: source.place.kind, ...outcome })
  }
  await forgetCleared(provider, sources, cleared, needs)
  if (account !== null && !isLeft(remaining)) await strikeOut(provider, account, needs)
  return { cleared, remaining }
}

/** What came of one place; with the sentence why a token is or may be still there. */
type Outcome = 'cleared' | 'nothing' | { readonly reason: string }

async function clearSource(
  { provider, account, sources }: Cleared,
  source: Found,
  needs: CredentialNeeds,
): Promise<Outcome> {
  const name = account === null ? null : entryName(provider, account)
  if (source.state === 'off') return 'nothing'
  if (source.state === 'unreadable') return { reason: source.error.message }
  if (source.place.kind === 'environment') {
    if (source.state === 'absent') return 'nothing'
    return { reason: errors.environmentToken(source.place.variable ?? '').message }
  }
  try {
    switch (source.place.kind) {
      case 'keyring':
        if (source.state === 'present' && name !== null) await needs.keyring.delete(name)
        break
      case 'file':
        if (name === null) break
        await removeFileToken(name, needs)
        if (source.state === 'present') return after((await readFileTokens(needs))(name))
        break
      case 'hf-token-file': {
        if (source.state === 'absent') break
        const keep = whyKeep(source.secret, sources)
        if (keep !== null) return { reason: keep }
        await removeHfTokenFile(source.place.path ?? '')
        return after(await readHfTokenFile(provider, needs))
      }
    }
    return source.state === 'present' ? 'cleared' : 'nothing'
  } catch (cause) {
    return { reason: errorOf(cause).message }
  }
}

/** What a second look says. */
function after(again: Found | null): Outcome {
  if (again === null || again.state === 'absent') return 'cleared'
  const came = 'It came back while it was being cleared.'
  return { reason: again.state === 'unreadable' ? again.error.message : came }
}

/**
 * The HF token file belongs to every tool on the machine, so only the token that is being cleared
 * goes, and not another account's that `hf auth login` put there.
 */
function whyKeep(secret: Secret, sources: readonly Found[]): string | null {
  const own = sources.filter(({ place: { kind } }) => kind === 'keyring' || kind === 'file')
  const held = own.flatMap((source) => (source.state === 'present' ? [source.secret] : []))
  if (held.some((one) => one.equals(secret))) return null
  if (own.some(({ state }) => state === 'unreadable')) {
    return 'Whether this is the same token cannot be told while the store is unreadable.'
  }
  return held.length === 0 ? null : 'It holds another token, which Hubkey did not put there.'
}

/** Whether a copy is, or may be, left in Hubkey's own places. */
function isLeft(remaining: ClearReport['remaining']): boolean {
  return remaining.some(({ kind }) => kind === 'keyring' || kind === 'file')
}

/** Takes an account off the list. No other one takes over by itself. */
async function strikeOut(
  provider: ProviderId,
  account: string,
  needs: CredentialNeeds,
): Promise<void> {
  await changeBook(
    provider,
    ({ accounts, ...book }) => {
      if (!Object.hasOwn(accounts, account)) return null
      const { [account]: _gone, ...left } = accounts
      if (Object.keys(left).length === 0) return { ...book, active: defaultAccount, accounts: left }
      return { ...book, active: book.active === account ? null : book.active, accounts: left }
    },
    needs,
  )
}

/** What is known of a token goes with its last copy. */
async function forgetCleared(
  provider: ProviderId,
  sources: readonly Found[],
  cleared: readonly SourceKind[],
  needs: CredentialNeeds,
): Promise<void> {
  const fingerprintOf = await openFingerprints(needs)
  const tokens = sources.flatMap((source) =>
    source.state === 'present'
      ? [{ gone: cleared.includes(source.place.kind), fingerprint: fingerprintOf(source.secret) }]
      : [],
  )
  const left = new Set(tokens.filter(({ gone }) => !gone).map(({ fingerprint }) => fingerprint))
  const gone = new Set(tokens.map(({ fingerprint }) => fingerprint).filter((one) => !left.has(one)))
  for (const fingerprint of gone) await forgetVerification({ provider, fingerprint }, needs)
}

function errorOf(cause: unknown): AppError {
  return cause instanceof AppFailure ? cause.error : errors.keyringFailed()
}
