import type { CustomProvider, ProviderId } from '../../shared/domain/provider.ts'
import type { Keyring } from '../keyring/keyring.ts'
import type { Clock, Environment, Fetch, Log, Paths } from '../ports.ts'
import type { Sink } from '../sinks/sink.ts'
import type { Redactor } from '../redaction/redactor.ts'

/** What every verb about tokens needs. `app/` makes it once. */
export interface CredentialNeeds {
  readonly env: Environment
  readonly paths: Paths
  readonly keyring: Keyring
  readonly fetch: Fetch
  /** Providers that the user added. Never rejects: an unreadable list counts as none. */
  readonly customProviders: () => Promise<readonly CustomProvider[]>
  readonly redactor: Pick<Redactor, 'guard'>
  /** Places of other tools that are kept in step. */
  readonly sinks: readonly Sink[]
  /**
   * What starts the `hubkey` command line, for tools that are to ask it: program and first arguments.
   * Null, also left out, when nobody knows.
   */
  readonly commandLine?: () => Promise<readonly string[] | null>
  /** Told once for each log-in that its provider renews no more. */
  readonly onLogInEnded?: (login: {
    readonly provider: ProviderId
    readonly account: string
  }) => void
  readonly clock: Clock
  readonly log: Log
}
