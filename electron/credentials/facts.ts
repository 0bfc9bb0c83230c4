import { factsOf, type ProviderFacts, type ProviderId } from '../../shared/domain/provider.ts'
import { errors, fail } from '../../shared/errors.ts'
import type { CredentialNeeds } from './needs.ts'

/** Label and variables of a built-in or a user's own provider. Throws `bad-input` for an unknown one. */
export async function factsFor(
  provider: ProviderId,
  { customProviders }: Pick<CredentialNeeds, 'customProviders'>,
): Promise<ProviderFacts> {
  const facts = factsOf(provider, await customProviders())
  if (facts === null) throw fail(errors.badInput(`There is no provider “${provider}”.`))
  return facts
}
