import { engineLabels } from '../../../shared/domain/engine-facts.ts'
import type { LaunchRequest } from '../../../shared/domain/run.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { hostedAddress, isHosted } from '../../launcher/engines/hosted.ts'
import { lookAtEngine } from '../../launcher/engines/look-at-engines.ts'
import { findEngine } from '../../launcher/engines/program-engine.ts'
import { definitionFor } from '../../launcher/engines/table.ts'
import { finding, problem, type Finding, type PreflightNeeds } from './finding.ts'

/**
 * Is the engine on this machine, in which version, and is there what stays with a server that is to go on without
 * Hubkey? Throws `engine-missing`, `address-not-encrypted`.
 */
export async function checkEngine(
  { engine, settings, mode }: LaunchRequest,
  { hub, credentials }: Pick<PreflightNeeds, 'hub' | 'credentials'>,
): Promise<Finding> {
  if (mode === 'persist' && isHosted(engine)) throw fail(errors.nothingToDetach())
  if (mode === 'persist' && ((await credentials.commandLine?.()) ?? null) === null) {
    throw fail(errors.cannotPersist())
  }
  const label = engineLabels[engine]
  if (isHosted(engine))
    return finding('ok', `Runs at ${new URL(hostedAddress(engine, settings)).host}.`)
  if (engine === 'embedded') return finding('ok', 'llama.cpp comes with Hubkey.')
  const definition = definitionFor({ engine, settings })
  if (engine === 'custom' && definition !== null) {
    return finding('ok', `Starts ${await findEngine(definition, hub.env)}.`)
  }
  const { state, version, program } = await lookAtEngine(engine, hub)
  if (state === 'missing')
    return problem(errors.engineMissing(engine, definition?.programs[0] ?? label))
  return finding(
    'ok',
    `${label} ${version ?? '(version unknown)'} at ${program ?? 'an unknown place'}.`,
  )
}
