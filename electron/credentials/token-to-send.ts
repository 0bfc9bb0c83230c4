import type { ProviderId } from '../../shared/domain/provider.ts'
import { requireTrust } from '../hub/trust/endpoint-trust.ts'
import type { AccountWish } from './choose-account.ts'
import type { CredentialNeeds } from './needs.ts'
import { resolveToken, type ResolvedToken } from './resolve-token.ts'

/**
 * The token in force for whoever is about to send it, or to hand it to a program that will. A
 * stored one goes to a mirror (`HF_ENDPOINT`) only after the user agreed once; one from the
 * environment was set there together with the mirror. Throws `endpoint-not-trusted`, and as
 * `resolveToken` does.
 */
export async function tokenToSend(
  input: AccountWish & { readonly provider: ProviderId },
  needs: CredentialNeeds,
): Promise<ResolvedToken | null> {
  const token = await resolveToken(input, needs)
  const isStored = token !== null && token.source !== 'environment'
  if (isStored && input.provider === 'huggingface') await requireTrust(needs)
  return token
}
