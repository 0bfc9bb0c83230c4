import type { BuiltInProvider, ProviderId } from '../../shared/domain/provider.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import type { Clock, Environment, Fetch, Paths } from '../ports.ts'
import type { Secret } from '../redaction/secret.ts'
import { huggingface } from './huggingface.ts'

interface ProviderNeeds {
  readonly env: Environment
  readonly paths: Pick<Paths, 'home'>
  readonly fetch: Fetch
  readonly clock: Clock
}

/** One issuer of tokens. Everything that depends on the provider is behind this. */
export interface Provider {
  readonly id: ProviderId
  /** The address that judges its tokens: a verdict of one Hub says nothing about another. */
  endpoint(needs: Pick<ProviderNeeds, 'env' | 'paths'>): string
  /** A hint by shape only, for the window; the provider itself decides. */
  looksRight(text: string): boolean
  /**
   * Asks the provider once, without retries. Failures of the network or the service are part of
   * the answer (`unverified`); it throws only when `signal` is aborted.
   */
  verify(
    secret: Secret,
    options: { readonly signal?: AbortSignal },
    needs: ProviderNeeds,
  ): Promise<Verification>
}

/** The providers that can be verified today. A token of another one can be stored and used already. */
const verifiable: Readonly<Partial<Record<BuiltInProvider, Provider>>> = { huggingface }

/** The issuer of a provider's tokens; null when there is no check for them. */
export function issuerOf(id: ProviderId): Provider | null {
  return Object.hasOwn(verifiable, id) ? (verifiable[id as BuiltInProvider] ?? null) : null
}

/** The providers that are always looked at, in the order in which they are shown. */
export const shownProviders: readonly ProviderId[] = Object.values(verifiable).map(({ id }) => id)
