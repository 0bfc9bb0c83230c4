import type { ProviderFacts } from '../../shared/domain/provider.ts'
import type { Secret } from '../redaction/secret.ts'

/** A token on its way into a child's environment, with the variables of its provider. */
export interface ProviderSecret {
  readonly variables: ProviderFacts['environment']
  readonly secret: Secret
}

/**
 * The environment variables that carry these secrets: the provider's first name only, which every
 * current tool reads.
 */
export function secretEnvironment(secrets: readonly ProviderSecret[]): Record<string, string> {
  return Object.fromEntries(secrets.map(({ variables, secret }) => [variables[0], secret.reveal()]))
}
