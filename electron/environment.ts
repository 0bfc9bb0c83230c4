import { homedir, platform } from 'node:os'
import { join } from 'node:path'
import type { Environment, Paths } from './ports.ts'

/** An environment variable, where empty counts as absent. */
export function variable(env: Environment, name: string): string | null {
  const value = env[name]?.trim()
  return value === undefined || value === '' ? null : value
}

/**
 * Where this install keeps its things: `HUBKEY_CONFIG_DIR` and `HUBKEY_STATE_DIR`, else the XDG
 * folders on Linux and the platform's usual ones elsewhere.
 */
export function findPaths(env: Environment): Paths {
  const home = variable(env, 'HOME') ?? variable(env, 'USERPROFILE') ?? homedir()
  const usual = usualPaths(env, home)
  return {
    home,
    config: variable(env, 'HUBKEY_CONFIG_DIR') ?? usual.config,
    state: variable(env, 'HUBKEY_STATE_DIR') ?? usual.state,
  }
}

function usualPaths(env: Environment, home: string): { config: string; state: string } {
  switch (platform()) {
    case 'darwin': {
      const support = join(home, 'Library', 'Application Support', 'hubkey')
      return { config: support, state: join(support, 'state') }
    }
    case 'win32': {
      const roaming = variable(env, 'APPDATA') ?? join(home, 'AppData', 'Roaming')
      const local = variable(env, 'LOCALAPPDATA') ?? join(home, 'AppData', 'Local')
      return { config: join(roaming, 'hubkey'), state: join(local, 'hubkey') }
    }
    default:
      return {
        config: join(variable(env, 'XDG_CONFIG_HOME') ?? join(home, '.config'), 'hubkey'),
        state: join(variable(env, 'XDG_STATE_HOME') ?? join(home, '.local', 'state'), 'hubkey'),
      }
  }
}
