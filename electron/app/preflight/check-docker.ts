import { execFile } from 'node:child_process'
import type { LaunchRequest } from '../../../shared/domain/run.ts'
import { advice } from '../../../shared/app-error.ts'
import { findProgram } from '../../files/find-program.ts'
import { childEnvironment } from '../../launcher/child-env.ts'
import { nim } from '../../launcher/engines/nim.ts'
import { finding, type Finding, type PreflightNeeds } from './finding.ts'

const limitMs = 10_000

/** Does Docker answer, and how will it log in to the registry? Null for what does not use it. */
export async function checkDocker(
  { engine }: LaunchRequest,
  { hub }: Pick<PreflightNeeds, 'hub'>,
): Promise<Finding | null> {
  if (engine !== 'nim') return null
  const docker = await findProgram('docker', hub.env)
  if (docker === null) return null
  const options = {
    env: childEnvironment(hub.env, nim.inherits),
    timeout: limitMs,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024,
  } as const
  const version = await new Promise<string | null>((resolve) => {
    execFile(docker, ['version', '--format', '{{.Server.Version}}'], options, (cause, stdout) => {
      resolve(cause === null ? stdout.trim().slice(0, 60) : null)
    })
  })
  if (version === null) {
    return {
      state: 'problem',
      sentence: 'Docker’s program is here, but its service does not answer.',
      action: advice('Start Docker, or let your user use it'),
    }
  }
  return finding(
    'ok',
    `Docker ${version} answers. It logs in with the NGC key of this run alone; no docker login is needed.`,
  )
}
