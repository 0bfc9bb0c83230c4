import type { ProviderFacts } from '../../shared/domain/provider.ts'
import type { Environment } from '../ports.ts'
import type { Secret } from '../redaction/secret.ts'

/** A token on its way into a child's environment, with the variables of its provider. */
export interface ProviderSecret {
  readonly variables: ProviderFacts['environment']
  readonly secret: Secret
}

/**
 * The environment variables that carry these secrets into a child that starts from `base`. The
 * provider's first name always, for every current tool reads it; the others where they are not set,
 * for a person may keep another key there, such as one for hosted models alone.
 */
export function secretEnvironment(
  secrets: readonly ProviderSecret[],
  base: Environment,
): Record<string, string> {
  const carried = secrets.flatMap(({ variables, secret }) =>
    variables
      .filter((name, place) => place === 0 || (base[name] ?? '') === '')
      .map((name) => [name, secret.reveal()] as const),
  )
  return Object.fromEntries(carried)
}
