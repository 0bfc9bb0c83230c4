import { providerFacts, type ProviderId } from '../../shared/domain/provider.ts'
import type { CredentialNeeds } from './needs.ts'
import type { Found } from './found.ts'
import { cleanToken } from './clean-token.ts'

/** The first of the provider's variables that is not empty, as the official tools take it. */
export function readEnvironmentToken(
  provider: ProviderId,
  { env, redactor }: Pick<CredentialNeeds, 'env' | 'redactor'>,
): Found {
  for (const variable of providerFacts[provider].environment) {
    const text = cleanToken(env[variable] ?? '')
    if (text === '') continue
    return {
      state: 'present',
      secret: redactor.guard(text),
      place: { kind: 'environment', variable },
    }
  }
  return {
    state: 'absent',
    place: { kind: 'environment', variable: providerFacts[provider].environment[0] },
  }
}
