import { engineIds, engineLabels, type EngineId } from '../../../shared/domain/engine-facts.ts'
import type { EngineView } from '../../../shared/domain/engine-view.ts'
import { AppFailure } from '../../../shared/errors.ts'
import type { Environment, Paths } from '../../ports.ts'
import { childEnvironment } from '../child-env.ts'
import { askVersion } from './ask-version.ts'
import { customEngine } from './custom.ts'
import type { EngineDefinition } from './definition.ts'
import { hostedFacts, isHosted } from './hosted.ts'
import { readOllamaKey } from './ollama-key.ts'
import { findEngine } from './program-engine.ts'
import { definitionFor } from './table.ts'

interface LookNeeds {
  readonly env: Environment
  readonly paths: Pick<Paths, 'home'>
}

/**
 * Every engine that Hubkey can start, in the order in which they are offered: whether it is on this
 * machine, in which version, and how it authenticates. Programs are asked at the same time, without
 * any secret, and for ten seconds at most. Never throws.
 */
export async function lookAtEngines(needs: LookNeeds): Promise<readonly EngineView[]> {
  return await Promise.all(engineIds.map(async (id) => lookAtEngine(id, needs)))
}

/** One of them. Never throws. */
export async function lookAtEngine(id: EngineId, needs: LookNeeds): Promise<EngineView> {
  if (id === 'embedded') return embedded
  if (isHosted(id)) {
    const { provider, words } = hostedFacts[id]
    return { ...none(id), ...words, secrets: [provider], requires: [provider] }
  }
  if (id === 'custom') {
    const { words } = customEngine(undefined)
    return { ...none(id), ...words, supports: ['context', 'gpu', 'revision'] }
  }
  const definition = definitionFor({ engine: id, settings: undefined })
  return definition === null ? none(id) : await lookAtProgram(definition, needs)
}

/** What an engine without a program of its own is. */
function none(id: EngineId): EngineView {
  return {
    ...{ id, label: engineLabels[id], state: 'here', program: null, version: null },
    ...{ models: 'own', supports: [], secrets: [], requires: [], auth: '', leaks: '' },
    publicKey: null,
  }
}

const embedded: EngineView = {
  ...none('embedded'),
  ...{ models: 'file', supports: ['context', 'gpu'] },
  auth: 'It needs no token: Hubkey fetches the file and hands it over.',
  leaks: 'Nowhere: it is given no secret.',
}

async function lookAtProgram(definition: EngineDefinition, needs: LookNeeds): Promise<EngineView> {
  const { id, models, supports, secrets, requires, words } = definition
  const facts = {
    ...{ ...none(id), ...words, models },
    ...{ supports: [...supports], secrets: [...secrets], requires: [...requires] },
    publicKey: id === 'ollama' ? await readOllamaKey(needs.paths) : null,
  }
  try {
    const program = await findEngine(definition, needs.env)
    const environment = childEnvironment(needs.env, definition.inherits)
    const { isHere, version } = await askVersion(definition, program, environment)
    return isHere ? { ...facts, program, version } : { ...facts, state: 'missing', program }
  } catch (cause) {
    if (cause instanceof AppFailure) return { ...facts, state: 'missing' }
    throw cause
  }
}
