import type { PreflightCheck } from '../../../shared/domain/preflight.ts'
import { preflightIds, type PreflightId } from '../../../shared/domain/preflight-facts.ts'
import type { LaunchRequest } from '../../../shared/domain/run.ts'
import { AppFailure } from '../../../shared/errors.ts'
import { refuseSettings } from '../../launcher/refuse-settings.ts'
import { checkDocker } from './check-docker.ts'
import { checkEngine } from './check-engine.ts'
import { checkGpu } from './check-gpu.ts'
import { checkModel } from './check-model.ts'
import { checkPort } from './check-port.ts'
import { checkSecrets } from './check-secrets.ts'
import { finding, problem, type Finding, type PreflightNeeds } from './finding.ts'

/**
 * Everything that is looked at before a server is started, in the order in which it is shown. Checks
 * run at the same time; what has no meaning for an engine is left out. Nothing is started, downloaded
 * or changed. Never throws.
 */
export async function preflight(
  request: LaunchRequest,
  needs: PreflightNeeds,
): Promise<readonly PreflightCheck[]> {
  try {
    refuseSettings(request, needs.redactor)
  } catch (cause) {
    if (cause instanceof AppFailure) return [{ id: 'engine', ...problem(cause.error) }]
    throw cause
  }
  const model = checkModel(request, needs)
  const checks: Readonly<Record<PreflightId, Promise<Finding | null>>> = {
    engine: checkEngine(request, needs),
    secrets: checkSecrets(request, needs, async () => (await model).gate),
    model: model.then((found) => found.model),
    disk: model.then((found) => found.disk),
    memory: model.then((found) => found.memory),
    gpu: checkGpu(request, needs),
    port: checkPort(request, needs),
    docker: checkDocker(request, needs),
  }
  const list = await Promise.all(
    preflightIds.map(async (id) => {
      const finding = await checks[id].catch((cause: unknown) => unclear(cause, needs))
      return finding === null ? [] : [{ id, ...finding }]
    }),
  )
  return list.flat()
}

function unclear(cause: unknown, { hub }: PreflightNeeds): Finding {
  if (cause instanceof AppFailure) return problem(cause.error)
  hub.log.warn(`A check before a launch failed: ${String(cause)}`)
  return finding('unknown', 'This could not be looked at.')
}
