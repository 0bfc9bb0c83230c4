import type { ProviderId } from '../../../shared/domain/provider.ts'
import type { LaunchRequest } from '../../../shared/domain/run.ts'
import { hostedFacts, isHosted } from './hosted.ts'
import { definitionFor } from './table.ts'

/** Whose tokens a launch uses, and those without which it cannot go on. */
export function secretsOf(request: Pick<LaunchRequest, 'engine' | 'settings'>): {
  readonly secrets: readonly ProviderId[]
  readonly requires: readonly ProviderId[]
} {
  if (isHosted(request.engine)) {
    const providers = [hostedFacts[request.engine].provider]
    return { secrets: providers, requires: providers }
  }
  const { secrets, requires } = definitionFor(request) ?? { secrets: [], requires: [] }
  return { secrets, requires }
}
