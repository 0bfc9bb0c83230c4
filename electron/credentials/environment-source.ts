import type { ProviderFacts } from '../../shared/domain/provider.ts'
import { cleanToken } from '../sinks/hf/clean-token.ts'
import type { Found } from './found.ts'
import type { CredentialNeeds } from './needs.ts'

/** The first of the provider's variables that is not empty, as the official tools take it. */
export function readEnvironmentToken(
  { environment }: Pick<ProviderFacts, 'environment'>,
  { env, redactor }: Pick<CredentialNeeds, 'env' | 'redactor'>,
): Found {
  for (const variable of environment) {
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
    place: { kind: 'environment', variable: environment[0] },
  }
}
