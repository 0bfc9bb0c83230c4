import { errors, fail } from '../../../shared/errors.ts'
import type { HfEnvironment } from '../../hf-environment.ts'
import { explain } from './explain.ts'
import { offlineMode } from './offline-cause.ts'

/** Throws the `offline` verdict when `HF_HUB_OFFLINE` forbids to ask the Hub. */
export function refuseOffline({ offline, host }: HfEnvironment, repo: string): void {
  if (!offline) return
  const facts = { repo, host, standing: 'none', gated: 'unknown', waitSeconds: null } as const
  const { reason, action } = explain('offline', { ...facts, cause: offlineMode })
  throw fail(errors.accessDenied('offline', reason, action))
}
