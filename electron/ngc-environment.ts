import { variable } from './environment.ts'
import { isLoopback } from './http/loopback.ts'
import type { Environment } from './ports.ts'

/** Where NVIDIA's services are. Every address is without a trailing slash. */
export interface NgcEnvironment {
  /** Judges keys that begin with `nvapi-`. */
  readonly api: string
  /** Judges the keys of the older kind. */
  readonly authn: string
  /** The container registry. */
  readonly registry: string
}

const real: NgcEnvironment = {
  api: 'https://api.ngc.nvidia.com',
  authn: 'https://authn.nvidia.com',
  registry: 'https://nvcr.io',
}

/**
 * Reads `HUBKEY_NGC_API` and `HUBKEY_NVCR`, for mirrors and tests. A registry may be named as Docker
 * names it, without a scheme. An address that is neither https nor on this machine is ignored, for a
 * key would travel in the clear.
 */
export function readNgcEnvironment(env: Environment): NgcEnvironment {
  const api = usable(variable(env, 'HUBKEY_NGC_API'))
  const registry = usable(withScheme(variable(env, 'HUBKEY_NVCR')))
  return {
    api: api ?? real.api,
    // Whoever stands in for the one stands in for the other: there is no variable of its own.
    authn: api ?? real.authn,
    registry: registry ?? real.registry,
  }
}

/** As Docker does: plain http for a registry on this machine, https for every other. */
function withScheme(registry: string | null): string | null {
  if (registry === null || registry.includes('://')) return registry
  const local = `http://${registry}`
  return URL.canParse(local) && isLoopback(new URL(local).hostname) ? local : `https://${registry}`
}

function usable(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null
  const url = new URL(address)
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
  return isSafe ? address.replace(/\/+$/, '') : null
}
