import type { ProviderId } from '../../shared/domain/provider.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import { AppFailure, errors, fail } from '../../shared/errors.ts'
import { issuerOf } from '../providers/issuers.ts'
import type { Secret } from '../redaction/secret.ts'
import { factsFor } from './facts.ts'
import { openFingerprints } from './fingerprint.ts'
import type { CredentialNeeds } from './needs.ts'
import { checkToken } from './normalise.ts'
import { tokenToSend } from './token-to-send.ts'
import { noteVerification } from './verifications.ts'

/**
 * Asks the provider whose token this is and what it may do, and notes the answer. No network, a
 * rate limit or a failing service makes it `unverified` with the reason, never `rejected`, and
 * keeps what was known before. Of a provider without a check it is `unverified` without a reason, and
 * nothing is noted. Throws `bad-input` for an unknown provider, and the signal's reason when it is
 * aborted.
 */
export async function verifyToken(
  {
    provider,
    secret,
    signal,
  }: { readonly provider: ProviderId; readonly secret: Secret; readonly signal?: AbortSignal },
  needs: CredentialNeeds,
): Promise<Verification> {
  await factsFor(provider, needs)
  const unfit = whyUnfit(secret)
  if (unfit !== null) return unfit
  const issuer = issuerOf(provider, await needs.customProviders())
  if (issuer === null) return neverChecked
  const answer = await issuer.verify(secret, signal === undefined ? {} : { signal }, needs)
  const fingerprint = (await openFingerprints(needs))(secret)
  return await noteVerification({ provider, fingerprint }, answer, needs)
}

/** Verifies the token that would be used now, or the named account's. Throws `no-token`, and as `tokenToSend` does. */
export async function verifyStored(
  {
    provider,
    account,
    signal,
  }: {
    readonly provider: ProviderId
    readonly account?: string | undefined
    readonly signal?: AbortSignal
  },
  needs: CredentialNeeds,
): Promise<Verification> {
  const token = await tokenToSend({ provider, account }, needs)
  if (token === null) throw fail(errors.noToken((await factsFor(provider, needs)).label))
  const { secret } = token
  return await verifyToken({ provider, secret, ...(signal === undefined ? {} : { signal }) }, needs)
}

/** Nobody was asked and nobody will be: a provider of the user's own without a check address. */
const neverChecked: Verification = {
  state: 'unverified',
  identity: null,
  checkedAt: null,
  error: null,
}

/** Text from the environment or a file that no header could carry is not sent at all. */
function whyUnfit(secret: Secret): Verification | null {
  try {
    checkToken(secret.reveal())
    return null
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    return { state: 'unverified', identity: null, checkedAt: null, error: cause.error }
  }
}
