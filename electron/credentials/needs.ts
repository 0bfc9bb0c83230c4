import type { Keyring } from '../keyring/keyring.ts'
import type { Clock, Environment, Fetch, Log, Paths } from '../ports.ts'
import type { Redactor } from '../redaction/redactor.ts'

/** What every verb about tokens needs. `app/` makes it once. */
export interface CredentialNeeds {
  readonly env: Environment
  readonly paths: Paths
  readonly keyring: Keyring
  readonly fetch: Fetch
  readonly redactor: Pick<Redactor, 'guard'>
  readonly clock: Clock
  readonly log: Log
}
