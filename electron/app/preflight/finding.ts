import type { PreflightCheck } from '../../../shared/domain/preflight.ts'
import type { AppError } from '../../../shared/errors.ts'
import type { CredentialNeeds } from '../../credentials/needs.ts'
import type { HubNeeds } from '../../hub/needs.ts'
import type { Redactor } from '../../redaction/redactor.ts'

export interface PreflightNeeds {
  readonly hub: HubNeeds
  readonly credentials: CredentialNeeds
  readonly redactor: Redactor
}

/** What a check comes to, without its place in the list. */
export type Finding = Omit<PreflightCheck, 'id'>

/** A failure as a finding, with its next step. */
export function problem({ message, action }: AppError): Finding {
  return { state: 'problem', sentence: message, action }
}

export function finding(state: Finding['state'], sentence: string): Finding {
  return { state, sentence, action: null }
}
