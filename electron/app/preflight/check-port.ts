import type { LaunchRequest } from '../../../shared/domain/run.ts'
import { AppFailure } from '../../../shared/errors.ts'
import { isHosted } from '../../launcher/engines/hosted.ts'
import { freePort } from '../../launcher/free-port.ts'
import { finding, problem, type Finding, type PreflightNeeds } from './finding.ts'

/** Is the port free, and who has it if not? Null for what listens nowhere here. */
export async function checkPort(
  { engine, port, mode }: LaunchRequest,
  { hub }: Pick<PreflightNeeds, 'hub'>,
): Promise<Finding | null> {
  if (isHosted(engine)) return null
  if (port === 0) return finding('ok', 'Any free one of 127.0.0.1.')
  try {
    await freePort(port, hub)
    return finding('ok', `${port} of 127.0.0.1 is free.`)
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    // It may be held by the very server that is to be used again.
    const found = problem(cause.error)
    return mode === 'reuse' ? { ...found, state: 'notice' } : found
  }
}
