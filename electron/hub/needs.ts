import type { Clock, Environment, Fetch, Log, Paths } from '../ports.ts'
import type { Secret } from '../redaction/secret.ts'
import type { Limits } from './limits.ts'

/** A token as the Hub's verbs get it. */
export interface HubToken {
  /** Null while it is in quarantine: there is one, but the Hub has rejected it, so it is not sent. */
  readonly secret: Secret | null
}

/** What the Hub itself says of a token; `unknown` when it gave no answer that decides. */
export type TokenStanding = 'accepted' | 'rejected' | 'unknown'

/** What every verb of the Hub takes from outside. */
export interface HubNeeds {
  readonly env: Environment
  readonly paths: Paths
  readonly fetch: Fetch
  /**
   * The token to use for this repository, or for none in particular; null when there is none. May throw an `AppFailure` (a
   * locked keyring); public repositories are then reached without one.
   */
  readonly token: (place: { readonly repo: string | null }) => Promise<HubToken | null>
  /**
   * Asks the Hub about a token that a repository refused. A rejection is remembered: from then on
   * `token` gives the secret out no more. Strictly rate limited, so for a doubt only.
   */
  readonly settle: (secret: Secret, signal?: AbortSignal) => Promise<TokenStanding>
  readonly clock: Clock
  readonly log: Log
  /** Other patience than the environment's, for tests. */
  readonly limits?: Partial<Limits>
}
