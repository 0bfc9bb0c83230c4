import type { Environment } from '../ports.ts'
import { findBusAddress } from './bus-address.ts'

/** What the keyring's library needs to find the user's keyring, and nothing that holds a token. */
const allowed = [
  // Linux: the bus, where a prompt may appear, and where Nix keeps libsecret
  ...['XDG_RUNTIME_DIR', 'HOME', 'USER', 'LOGNAME', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY'],
  ...['XDG_CURRENT_DESKTOP', 'LANG', 'LC_ALL', 'PATH', 'LD_LIBRARY_PATH'],
  // macOS and Windows
  ...['TMPDIR', '__CF_USER_TEXT_ENCODING', 'SystemRoot', 'windir', 'USERPROFILE', 'APPDATA'],
  ...['LOCALAPPDATA', 'TEMP', 'TMP'],
] as const

/** The keyring worker's whole environment. */
export function workerEnvironment(env: Environment): Environment {
  const kept = allowed.flatMap((name) => {
    const value = env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const bus = findBusAddress(env)
  return {
    ...Object.fromEntries(kept),
    ...(bus === null ? {} : { DBUS_SESSION_BUS_ADDRESS: bus }),
  }
}
