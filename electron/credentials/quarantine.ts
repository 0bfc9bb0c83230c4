import type { AccountView } from '../../shared/domain/account.ts'
import type { ProviderId, SourceKind } from '../../shared/domain/provider.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import { errors, type Action } from '../../shared/errors.ts'

/** Whose token it is, as far as the way out of a quarantine depends on it. */
export interface Held {
  readonly provider: ProviderId
  readonly label: string
  /** Hubkey's own name of the stored token; null for one of the environment or of another tool. */
  readonly account: string | null
  readonly kind: AccountView['kind']
  /** Where it lies. */
  readonly source: SourceKind | null
}

/**
 * A standing as it is shown. A rejected token says that it is in quarantine, with the one step that
 * ends that; any other standing stays as it is.
 */
export function withQuarantine<V extends Verification | null>(
  verification: V,
  held: Held,
): V | Verification {
  if (verification?.state !== 'rejected') return verification
  const { provider, label } = held
  const action = wayOut(held)
  return { ...verification, error: errors.tokenQuarantined(label, provider, action) }
}

function wayOut({ provider, account, kind, source }: Held): Action {
  if (account !== null && kind === 'oauth') {
    return { label: 'Log in again', does: { kind: 'log-in', by: 'browser', account } }
  }
  if (account !== null) return { label: 'Replace…', does: { kind: 'rotate', provider, account } }
  // A stored token would win over one that another tool keeps, but not over a variable.
  if (source === 'environment' || provider !== 'huggingface') {
    return { label: 'Check again', does: { kind: 'verify', provider } }
  }
  return { label: 'Log in again', does: { kind: 'log-in' } }
}
