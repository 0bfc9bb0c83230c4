import type { Clock, Environment, Fetch, Log, Paths, Receiver } from '../ports.ts'
import type { Secret } from '../redaction/secret.ts'
import type { Limits } from './limits.ts'

/** A token as the Hub's verbs get it. */
export interface HubToken {
  /** Null while it is in quarantine: there is one, but the Hub has rejected it, so it is not sent. */
  readonly secret: Secret | null
}

/** One of the user's accounts at the Hub. */
export interface HubAccount {
  /** Hubkey's own name of it; null for a token of the environment or of another tool. */
  readonly account: string | null
  /** As the Hub said when it was last asked; null when it never was. */
  readonly username: string | null
  /** Whether its token is the one that `HubNeeds.token` gives out for the repository. */
  readonly inForce: boolean
  readonly token: HubNeeds['token']
}

/** What the Hub itself says of a token; `unknown` when it gave no answer that decides. */
export type TokenStanding = 'accepted' | 'rejected' | 'unknown'

/** What every verb of the Hub takes from outside. */
export interface HubNeeds {
  readonly env: Environment
  readonly paths: Paths
  readonly fetch: Fetch
  /** Brings large files; left out, `fetch` brings all of them. */
  readonly receiver?: Receiver
  /**
   * The token to use for this repository, or for none in particular; null when there is none. May throw an `AppFailure` (a
   * locked keyring); public repositories are then reached without one.
   */
  readonly token: (place: { readonly repo: string | null }) => Promise<HubToken | null>
  /** All of the user's accounts, the one in force first. Left out where only one is meant. */
  readonly accounts?: (place: { readonly repo: string }) => Promise<readonly HubAccount[]>
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
