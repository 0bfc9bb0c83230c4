import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { variable } from '../environment.ts'
import type { Environment } from '../ports.ts'

/**
 * Address of the session bus, by the same rule as the library that keytar calls (GDBus): the
 * variable, else the user's bus in the runtime folder. Null when there is no bus.
 */
export function findBusAddress(env: Environment): string | null {
  const named = variable(env, 'DBUS_SESSION_BUS_ADDRESS')
  if (named !== null) return named
  const runtime = variable(env, 'XDG_RUNTIME_DIR')
  const usual = runtime === null ? null : join(runtime, 'bus')
  return usual !== null && existsSync(usual) ? `unix:path=${escape(usual)}` : null
}

/**
 * The sockets an address names, in order (D-Bus specification, "Server Addresses"); an abstract
 * one starts with NUL, as Node has it. Other transports are left out: no desktop uses them.
 */
export function socketsOf(address: string): readonly string[] {
  return address.split(';').flatMap((one) => {
    if (!one.startsWith('unix:')) return []
    const pairs = one
      .slice('unix:'.length)
      .split(',')
      .map((pair) => pair.split('=', 2))
    return pairs.flatMap(([key, value]) => {
      if (value === undefined) return []
      if (key === 'path') return [unescape(value)]
      return key === 'abstract' ? [`\0${unescape(value)}`] : []
    })
  })
}

function escape(path: string): string {
  return path.replace(/[^\w\-/.\\*]/g, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  )
}

function unescape(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
