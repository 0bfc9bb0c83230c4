import type { LaunchSettings } from '../../shared/domain/launch-settings.ts'
import type { LaunchRequest, RunView } from '../../shared/domain/run.ts'

/** A server, and what it was launched for. */
export interface Launched {
  readonly request: LaunchRequest
  readonly view: RunView
}

/**
 * Whether a server is what a launch asks for, so that it is given back instead of a second one. It is when all
 * of this holds:
 * - it is not being stopped, and is the same model at the same revision by the same engine;
 * - its file is the one that is asked for, or none is: the best one would be chosen again;
 * - its port is the one that is asked for, or none is;
 * - account, context, GPUs, further words and variables, command, address and how the token is handed over
 *   were said the same. What was left out is the same as what was left out only: an engine's own default
 *   is not guessed;
 * - it is as lasting: one that ends with its program is no server that goes on.
 *
 * Another preset is another server, except for `reuse`, which asks what it is and not what it is called.
 */
export function isSameServer({ request, view }: Launched, wanted: LaunchRequest): boolean {
  if (view.state === 'stopping' || request.repo !== wanted.repo) return false
  if (request.engine !== wanted.engine || request.revision !== wanted.revision) return false
  if (wanted.file !== null && wanted.file !== (view.file ?? request.file)) return false
  if (wanted.port !== 0 && wanted.port !== portOf(request, view)) return false
  if (wanted.mode === 'persist' && !view.detached) return false
  const isNamed = wanted.mode !== 'reuse'
  if (isNamed && request.settings?.preset !== wanted.settings?.preset) return false
  return wordsOf(request.settings) === wordsOf(wanted.settings)
}

function portOf({ port }: LaunchRequest, { url }: RunView): number {
  return url === null ? port : Number(new URL(url).port)
}

/** Settings as one text, whatever the order of their keys; empty ones are none. */
function wordsOf(settings: LaunchSettings | undefined): string {
  const { preset: _name, environment = {}, args = [], ...rest } = settings ?? {}
  const variables = Object.entries(environment).sort(byName)
  const others = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .sort(byName)
  return JSON.stringify([args, variables, others])
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a.localeCompare(b)
}
