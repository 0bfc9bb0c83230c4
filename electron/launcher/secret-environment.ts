import { providerFacts, type ProviderId } from '../../shared/domain/provider.ts'
import type { Secret } from '../redaction/secret.ts'

/** A provider's token on its way into a child's environment. */
export interface ProviderSecret {
  readonly provider: ProviderId
  readonly secret: Secret
}

/**
 * The environment variables that carry these secrets: the provider's first name only, which every
 * current tool reads.
 */
export function secretEnvironment(secrets: readonly ProviderSecret[]): Record<string, string> {
  return Object.fromEntries(
    secrets.map(({ provider, secret }) => [
      providerFacts[provider].environment[0],
      secret.reveal(),
    ]),
  )
}
