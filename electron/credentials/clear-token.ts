import type { z } from 'zod'
import type { ProviderId, SourceKind } from '../../shared/domain/provider.ts'
import { AppFailure, errors, type AppError } from '../../shared/errors.ts'
import type { ClearReportSchema } from '../../shared/ipc/contract.ts'
import type { Secret } from '../redaction/secret.ts'
import { defaultAccount, entryName } from './account.ts'
import { readFileToken, removeFileToken } from './credential-file.ts'
import { openFingerprints } from './fingerprint.ts'
import type { Found } from './found.ts'
import { readHfTokenFile, removeHfTokenFile } from './hf-token-file.ts'
import type { CredentialNeeds } from './needs.ts'
import { readSources } from './sources.ts'
import { forgetVerification } from './verifications.ts'

export type ClearReport = z.infer<typeof ClearReportSchema>

/**
 * Takes a provider's token out of the keyring and `credentials.json`, and out of the HF token file
 * when that holds the very same one (or nothing else was stored). A place counts as cleared only
 * after reading it again; `remaining` names every place that still holds a token, or may, with the
 * reason. Does not throw for a place that cannot be cleared.
 */
export async function clearToken(
  {
    provider,
    account = defaultAccount,
  }: { readonly provider: ProviderId; readonly account?: string | undefined },
  needs: CredentialNeeds,
): Promise<ClearReport> {
  const sources = await readSources(provider, account, needs)
  const cleared: SourceKind[] = []
  const remaining: ClearReport['remaining'] = []
  // From the last to the first: were it killed half-way the other way round, an older copy further
  // down would silently come into force.
  for (const source of [...sources].reverse()) {
    const outcome = await clearSource(
      entryName(provider, account),
      provider,
      source,
      sources,
      needs,
    )
    if (outcome === 'cleared') cleared.unshift(source.place.kind)
    else if (outcome !== 'nothing') remaining.unshift({ kind: source.place.kind, ...outcome })
  }
  await forgetCleared(provider, sources, cleared, needs)
  return { cleared, remaining }
}

/** What came of one place; with the sentence why a token is or may be still there. */
type Outcome = 'cleared' | 'nothing' | { readonly reason: string }

async function clearSource(
  name: string,
  provider: ProviderId,
  source: Found,
  sources: readonly Found[],
  needs: CredentialNeeds,
): Promise<Outcome> {
  if (source.state === 'off') return 'nothing'
  if (source.state === 'unreadable') return { reason: source.error.message }
  if (source.place.kind === 'environment') {
    if (source.state === 'absent') return 'nothing'
    return { reason: errors.environmentToken(source.place.variable ?? '').message }
  }
  try {
    switch (source.place.kind) {
      case 'keyring':
        if (source.state === 'present') {
          await needs.keyring.delete(name)
        }
        break
      case 'file':
        await removeFileToken(name, needs)
        if (source.state === 'present') return after(await readFileToken(name, needs))
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
