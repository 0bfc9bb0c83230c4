import type { Clock, Environment, Fetch, Log, Paths } from '../ports.ts'
import type { Secret } from '../redaction/secret.ts'
import type { Limits } from './limits.ts'

/** What every verb of the Hub takes from outside. */
export interface HubNeeds {
  readonly env: Environment
  readonly paths: Paths
  readonly fetch: Fetch
  /**
   * The token in force, or null when there is none. May throw an `AppFailure` (a locked keyring);
   * public repositories are then reached without one.
   */
  readonly token: () => Promise<{ readonly secret: Secret } | null>
  readonly clock: Clock
  readonly log: Log
  /** Other patience than the environment's, for tests. */
  readonly limits?: Partial<Limits>
}
