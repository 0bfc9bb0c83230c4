import type { ProviderId } from '../../shared/domain/provider.ts'
import { requireTrust } from '../hub/trust/endpoint-trust.ts'
import type { AccountWish } from './choose-account.ts'
import type { CredentialNeeds } from './needs.ts'
import { renewWhenDue } from './renew-log-in.ts'
import { resolveToken, type ResolvedToken } from './resolve-token.ts'

/**
 * The token in force for whoever is about to send it, or to hand it to a program that will. A
 * stored one goes to a mirror (`HF_ENDPOINT`) only after the user agreed once; one from the
 * environment was set there together with the mirror. The token of a log-in is renewed first when it
 * is about to expire. Throws `endpoint-not-trusted`, and as `resolveToken` and `renewWhenDue` do.
 */
export async function tokenToSend(
  input: AccountWish & { readonly provider: ProviderId },
  needs: CredentialNeeds,
): Promise<ResolvedToken | null> {
  const token = await resolveToken(input, needs)
  const isStored = token !== null && token.source !== 'environment'
  if (isStored && input.provider === 'huggingface') await requireTrust(needs)
  if (token === null || token.account === null) return token
  const holder = { provider: input.provider, account: token.account }
  return (await renewWhenDue(holder, needs)) ? await resolveToken(holder, needs) : token
}
