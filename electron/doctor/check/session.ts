import { variable } from '../../environment.ts'
import { findBusAddress } from '../../keyring/bus-address.ts'
import { keepBus } from '../../keyring/kept-bus.ts'
import type { Environment } from '../../ports.ts'
import type { Check } from './check.ts'

/** A keyring that cannot be used, with the cause where the session shows it. */
export const checkKeyring: Check = async ({ needs: { env, keyring } }) => {
  const state = await keyring.probe()
  const base = { id: `keyring-${state}`, fix: null }
  switch (state) {
    case 'unlocked':
    case 'off':
      return []
    case 'locked':
      return [
        {
          ...base,
          severity: 'warning',
          sentence: 'The keyring is locked.',
          reason: 'Nothing that lies in it can be used until it is unlocked.',
          advice: 'hubkey keyring unlock',
        },
      ]
    case 'hung':
      return [
        {
          ...base,
          severity: 'error',
          sentence: 'The keyring does not answer.',
          reason: 'Its program holds the name on the bus and is silent.',
          advice: 'Log out and in again, or end the keyring’s program',
        },
      ]
    case 'absent': {
      const [reason, advice] = whyAbsent(env)
      const severity = keyring.policy === 'required' ? 'error' : 'warning'
      return [{ ...base, severity, sentence: 'There is no keyring.', reason, advice }]
    }
  }
}

/** Compositors that start no session of a desktop and give nobody their environment. */
const bareCompositors = /\b(?:niri|sway|hyprland|river|wayfire|labwc)\b/i

function whyAbsent(env: Environment): readonly [string, string] {
  if (findBusAddress(env) === null) {
    return [
      'There is no session bus: DBUS_SESSION_BUS_ADDRESS is not set, and the runtime folder has none.',
      'Start a session with a bus (dbus-run-session), or choose the file: HUBKEY_KEYRING=off',
    ]
  }
  const desktop = variable(env, 'XDG_CURRENT_DESKTOP') ?? variable(env, 'XDG_SESSION_DESKTOP') ?? ''
  const marks = ['NIRI_SOCKET', 'SWAYSOCK', 'HYPRLAND_INSTANCE_SIGNATURE']
  if (bareCompositors.test(desktop) || marks.some((name) => variable(env, name) !== null)) {
    return [
      'This compositor starts no keyring, and does not hand its environment to what D-Bus starts.',
      'Have it run: dbus-update-activation-environment --systemd WAYLAND_DISPLAY XDG_CURRENT_DESKTOP; and start gnome-keyring-daemon',
    ]
  }
  return [
    'No program on the session bus offers org.freedesktop.secrets with a collection to store in.',
    'Install and start gnome-keyring, KWallet or KeePassXC',
  ]
}

const watcher = 'org.kde.StatusNotifierWatcher'

/** A desktop that shows no tray. */
export const checkTray: Check = async ({ needs: { env } }) => {
  const isDesktop = ['WAYLAND_DISPLAY', 'DISPLAY'].some((name) => variable(env, name) !== null)
  if (process.platform !== 'linux' || !isDesktop) return []
  const bus = keepBus(env)
  const daemon = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' }
  const call = { ...daemon, interface: 'org.freedesktop.DBus', member: 'NameHasOwner' }
  const answer = await bus
    .within(1500, async (one) => one.call({ ...call, signature: 's', body: [watcher] }))
    .catch(() => 'hung' as const)
  bus.close()
  if (typeof answer === 'string' || !answer.ok || answer.body[0] !== false) return []
  const isGnome = /gnome/i.test(variable(env, 'XDG_CURRENT_DESKTOP') ?? '')
  return [
    {
      id: 'tray-missing',
      severity: 'info',
      sentence: 'This desktop shows no tray icons.',
      reason: 'Hubkey’s window opens all the same, from the menu or with “hubkey”.',
      fix: null,
      advice: isGnome
        ? 'Install the extension AppIndicator and KStatusNotifierItem Support'
        : 'Start a panel with a tray, such as waybar',
    },
  ]
}
