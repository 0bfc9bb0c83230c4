import type { ProviderId, SourceKind } from '../../shared/domain/provider.ts'
import type { SinkOutcome } from '../../shared/domain/rotation.ts'
import { AppFailure, errors, type AppError } from '../../shared/errors.ts'
import type { ClearReport } from '../../shared/domain/clear-report.ts'
import type { Secret } from '../redaction/secret.ts'
import { defaultAccount, entryName, refreshName } from './account.ts'
import { changeBook } from './account-book.ts'
import { readFileTokens, removeFileToken } from './credential-file.ts'
import { openFingerprints } from './fingerprint.ts'
import { asideName } from './finish-rotation.ts'
import { holdsToken, type Found } from './found.ts'
import { readHfTokenFile, removeHfTokenFile } from './hf-token-file.ts'
import { isLogIn } from './log-in.ts'
import type { CredentialNeeds } from './needs.ts'
import { eraseFromSinks } from './sink-sync.ts'
import { searchSources, type Search } from './sources.ts'
import { dropEntry } from './vault.ts'
import { forgetVerification } from './verifications.ts'

interface Cleared extends Search {
  readonly provider: ProviderId
}

/** What clearing came to, and whether Hubkey's own places are provably empty now. */
interface Outcomes {
  readonly report: ClearReport
  readonly isGone: boolean
}

/**
 * Takes an account's token out of every sink that holds it, then out of every source. Called under
 * the lock. Never throws for a place; an unknown provider is `bad-input`.
 */
export async function clearAccount(
  wish: { readonly provider: ProviderId; readonly account?: string | undefined },
  needs: CredentialNeeds,
): Promise<Outcomes> {
  return await clearSources({ ...wish, ...(await searchSources(wish, needs)) }, needs)
}

/** As `clearAccount`, for sources that were looked into already. */
export async function clearSources(
  { provider, account, sources }: Cleared,
  needs: CredentialNeeds,
): Promise<Outcomes> {
  const sinks: SinkOutcome[] = []
  for (const secret of ownTokens(sources)) {
    sinks.push(...(await eraseFromSinks({ provider, secret }, needs)))
  }
  const refreshLeft = account === null ? null : await clearRefresh(provider, account, needs)
  const cleared: SourceKind[] = []
  const remaining: ClearReport['remaining'] = []
  // From the last to the first: were it killed half-way the other way round, an older copy further
  // down would silently come into force.
  for (const source of [...sources].reverse()) {
    const outcome = await clearSource({ provider, account, sources }, source, needs)
    if (outcome === 'cleared') cleared.unshift(source.place.kind)
    else if (outcome !== 'nothing') remaining.unshift({ kind: source.place.kind, ...outcome })
  }
  if (refreshLeft !== null && !isLeft(remaining)) remaining.push(refreshLeft)
  await forgetCleared(provider, sources, cleared, needs)
  const isGone = !isLeft(remaining)
  if (account !== null && isGone) {
    await dropEntry(asideName(entryName(provider, account)), needs).catch(() => undefined)
    await strikeOut(provider, account, needs)
  }
  return { report: { cleared, remaining, sinks }, isGone }
}

/**
 * Takes a log-in's refresh token away, before anything else: it gets new tokens. Null when there is
 * none any more.
 */
async function clearRefresh(
  provider: ProviderId,
  account: string,
  needs: CredentialNeeds,
): Promise<ClearReport['remaining'][number] | null> {
  try {
    if (await isLogIn(provider, account, needs)) {
      await dropEntry(refreshName(entryName(provider, account)), needs)
    }
    return null
  } catch (cause) {
    return { kind: 'keyring', reason: errorOf(cause).message }
  }
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
        if (holdsToken(source) && name !== null) await needs.keyring.delete(name)
        break
      case 'file':
        if (name === null) break
        await removeFileToken(name, needs)
        if (holdsToken(source)) return after((await readFileTokens(needs))(name))
        break
      case 'hf-token-file': {
        if (source.state === 'absent') break
        const keep = whyKeep(source.secret, sources)
        if (keep !== null) return { reason: keep }
        await removeHfTokenFile(source.place.path ?? '')
        return after(await readHfTokenFile(provider, needs))
      }
    }
    return holdsToken(source) ? 'cleared' : 'nothing'
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
  const held = ownTokens(sources)
  if (held.some((one) => one.equals(secret))) return null
  if (own.some(({ state }) => state === 'unreadable')) {
    return 'Whether this is the same token cannot be told while the store is unreadable.'
  }
  return held.length === 0 ? null : 'It holds another token, which Hubkey did not put there.'
}

/** The tokens that lie in Hubkey's own places, each once. */
function ownTokens(sources: readonly Found[]): readonly Secret[] {
  const tokens: Secret[] = []
  for (const source of sources) {
    const isOwn = source.place.kind === 'keyring' || source.place.kind === 'file'
    if (!isOwn || !holdsToken(source)) continue
    if (!tokens.some((one) => one.equals(source.secret))) tokens.push(source.secret)
  }
  return tokens
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
    holdsToken(source)
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
