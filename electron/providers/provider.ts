import type { ProviderId } from '../../shared/domain/provider.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import type { Clock, Environment, Fetch, Paths } from '../ports.ts'
import type { Secret } from '../redaction/secret.ts'

/** What a provider's verbs need. */
export interface ProviderNeeds {
  readonly env: Environment
  readonly paths: Pick<Paths, 'home'>
  readonly fetch: Fetch
  readonly clock: Clock
}

/** How a token is asked about. */
export interface VerifyOptions {
  readonly signal?: AbortSignal
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
  verify(secret: Secret, options: VerifyOptions, needs: ProviderNeeds): Promise<Verification>
  /**
   * Asks the provider to make a token worthless for good; only where that can be asked for at all.
   * Its answer proves nothing: ask `verify` afterwards. Throws as `request` does.
   */
  revoke?(secret: Secret, needs: ProviderNeeds): Promise<void>
}
