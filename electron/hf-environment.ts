import { dirname, join } from 'node:path'
import { variable } from './environment.ts'
import type { Environment } from './ports.ts'

/** The places and switches that huggingface_hub reads from its environment (constants.py). */
export interface HfEnvironment {
  /** Address of the Hub without a trailing slash. */
  readonly endpoint: string
  /** Host name of the endpoint, for messages. */
  readonly host: string
  readonly home: string
  readonly tokenPath: string
  /** Always beside `tokenPath`; it has no variable of its own. */
  readonly storedTokensPath: string
  readonly cache: string
  readonly offline: boolean
}

/** Reads the `HF_*` rules exactly as the `hf` CLI does; an unusable endpoint falls back to the real one. */
export function readHfEnvironment(env: Environment, home: string): HfEnvironment {
  const staging = isTrue(env, 'HUGGINGFACE_CO_STAGING')
  const expand = (path: string): string => expandPath(path, env, home)
  const cacheHome = expand(variable(env, 'XDG_CACHE_HOME') ?? join(home, '.cache'))
  const hfHome = expand(
    variable(env, 'HF_HOME') ?? join(cacheHome, staging ? 'huggingface_staging' : 'huggingface'),
  )
  const tokenPath = expand(variable(env, 'HF_TOKEN_PATH') ?? join(hfHome, 'token'))
  const endpoint = readEndpoint(env, staging)
  return {
    endpoint,
    host: new URL(endpoint).host,
    home: hfHome,
    tokenPath,
    storedTokensPath: join(dirname(tokenPath), 'stored_tokens'),
    cache: expand(
      variable(env, 'HF_HUB_CACHE') ??
        variable(env, 'HUGGINGFACE_HUB_CACHE') ??
        join(hfHome, 'hub'),
    ),
    offline: isTrue(env, 'HF_HUB_OFFLINE') || isTrue(env, 'TRANSFORMERS_OFFLINE'),
  }
}

function readEndpoint(env: Environment, staging: boolean): string {
  const standard = staging ? 'https://hub-ci.huggingface.co' : 'https://huggingface.co'
  const wished = variable(env, 'HF_ENDPOINT')?.replace(/\/+$/, '')
  if (wished === undefined || !URL.canParse(wished)) return standard
  const { protocol } = new URL(wished)
  return protocol === 'http:' || protocol === 'https:' ? wished : standard
}

/** A switch as huggingface_hub reads it: 1, ON, YES or TRUE in any case. */
export function isTrue(env: Environment, name: string): boolean {
  return ['1', 'ON', 'YES', 'TRUE'].includes(env[name]?.toUpperCase() ?? '')
}

/** `~` and `$NAME` as Python's `expanduser` and `expandvars` have it. */
function expandPath(path: string, env: Environment, home: string): string {
  const fromHome = path === '~' ? home : path.startsWith('~/') ? join(home, path.slice(2)) : path
  return fromHome.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    return env[braced ?? bare ?? ''] ?? whole
  })
}
