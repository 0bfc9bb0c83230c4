import type { CredentialNeeds } from '../credentials/needs.ts'
import type { HubNeeds } from '../hub/needs.ts'
import type { Redactor } from '../redaction/redactor.ts'

/** What every verb about jobs takes from outside. */
export interface JobNeeds {
  /** With the account that submits, looks and cancels in force. */
  readonly hub: HubNeeds
  readonly credentials: CredentialNeeds
  /** Masks what a job wrote before anybody sees it. */
  readonly redactor: Pick<Redactor, 'redact' | 'guard'>
}
