import { z } from 'zod'
import type { KeyringState } from '../../shared/domain/keyring.ts'
import type { KeptBus } from './kept-bus.ts'
import type { BusAnswer, SessionBus } from './session-bus.ts'

/** What a probe can find; `off` is a wish, not a finding. */
export type ProbedState = Exclude<KeyringState, 'off'>

/** Milliseconds after which silence counts as `hung` (healthy ones take 10). */
const probeLimitMs = 1500

const secrets = {
  destination: 'org.freedesktop.secrets',
  path: '/org/freedesktop/secrets',
} as const
const daemon = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const

/** The error names that say for certain: there is nothing here for us. */
const absentErrors = [
  'org.freedesktop.DBus.Error.ServiceUnknown',
  'org.freedesktop.DBus.Error.NameHasNoOwner',
  'org.freedesktop.DBus.Error.UnknownObject',
  'org.freedesktop.DBus.Error.UnknownMethod',
  'org.freedesktop.DBus.Error.UnknownInterface',
  // A confined package (snap, Flatpak) without the permission
  'org.freedesktop.DBus.Error.AccessDenied',
  'org.freedesktop.Secret.Error.NoSuchObject',
]

/**
 * Tells how the keyring is without any prompt: `unlocked`, `locked`, `absent` (no bus, no service,
 * or no default collection to store in) or `hung`. Takes at most 1.5 seconds and never throws. On
 * macOS and Windows the keyring belongs to the session, so it is `unlocked` until a call says no.
 */
export async function probeKeyring(bus: KeptBus): Promise<ProbedState> {
  if (process.platform === 'darwin' || process.platform === 'win32') return 'unlocked'
  return await bus.within(probeLimitMs, askService).catch(() => 'hung')
}

/** How the service on this bus is, asked without a prompt. Has no limit of its own. */
export async function askService(bus: SessionBus): Promise<ProbedState> {
  const [running, alias] = await Promise.all([
    call(bus, { ...daemon, member: 'NameHasOwner' }, [secrets.destination]),
    askForDefault(bus),
  ])
  if (flag(running)) return await askCollection(bus, alias)
  const started = await startService(bus)
  return started === 'started' ? await askCollection(bus, await askForDefault(bus)) : started
}

async function askForDefault(bus: SessionBus): Promise<BusAnswer> {
  const service = { ...secrets, interface: 'org.freedesktop.Secret.Service' }
  return await call(bus, { ...service, member: 'ReadAlias' }, ['default'])
}

/**
 * A desktop may start its keyring on first use (KDE does, GNOME without its login hook too). To
 * call that absent would put a token into a file beside the keyring that holds the last one.
 * Starting raises no prompt; only using a locked one does. A name that cannot be started is absent.
 */
async function startService(bus: SessionBus): Promise<'started' | 'absent' | 'hung'> {
  const names = await call(bus, { ...daemon, member: 'ListActivatableNames' })
  const activatable = z.array(z.string()).safeParse(names.ok ? names.body[0] : [])
  if (activatable.data?.includes(secrets.destination) !== true) return 'absent'
  const start = { ...daemon, member: 'StartServiceByName', signature: 'su' }
  const started = await bus.call({ ...start, body: [secrets.destination, 0] })
  if (started.ok) return 'started'
  return started.error === 'org.freedesktop.DBus.Error.TimedOut' ? 'hung' : 'absent'
}

/**
 * Without a default collection the library would ask on screen to create one and hang until
 * answered, so that is as absent as no service at all.
 */
async function askCollection(bus: SessionBus, alias: BusAnswer): Promise<ProbedState> {
  const path = z.string().safeParse(alias.ok ? alias.body[0] : undefined)
  if (!path.success) return alias.ok ? 'hung' : stateOf(alias.error)
  if (path.data === '/') return 'absent'
  const locked = await call(
    bus,
    { ...secrets, path: path.data, interface: 'org.freedesktop.DBus.Properties', member: 'Get' },
    ['org.freedesktop.Secret.Collection', 'Locked'],
  )
  if (!locked.ok) return stateOf(locked.error)
  const variant = z.tuple([z.object({ value: z.boolean() })]).safeParse(locked.body)
  return variant.success ? (variant.data[0].value ? 'locked' : 'unlocked') : 'hung'
}

function stateOf(error: string): ProbedState {
  return absentErrors.includes(error) ? 'absent' : 'hung'
}

async function call(
  bus: SessionBus,
  target: { destination: string; path: string; interface: string; member: string },
  words: readonly string[] = [],
): Promise<BusAnswer> {
  return await bus.call({ ...target, signature: 's'.repeat(words.length), body: words })
}

function flag(answer: BusAnswer): boolean {
  return answer.ok && answer.body[0] === true
}
