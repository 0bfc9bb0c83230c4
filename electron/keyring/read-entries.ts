import { setTimeout as sleep } from 'node:timers/promises'
import { Variant } from 'dbus-next'
import { z } from 'zod'
import { errors, fail } from '../../shared/errors.ts'
import { keyringService, longestSecret } from './messages.ts'
import { askService, type ProbedState } from './probe.ts'
import { connectBus, type BusAnswer, type SessionBus } from './session-bus.ts'
import { drawTransportKey, transportAlgorithm } from './transport-key.ts'

/** What was found: of a keyring that is open, or the state it is in instead. */
export type Read =
  | { readonly state: Exclude<ProbedState, 'unlocked'> }
  | { readonly state: 'unlocked'; readonly texts: ReadonlyMap<string, string> }

export interface ReadLimits {
  /** Milliseconds until a keyring that does not say how it is counts as hung. */
  readonly probeMs: number
  /** Milliseconds for everything. */
  readonly readMs: number
}

const service = {
  destination: 'org.freedesktop.secrets',
  path: '/org/freedesktop/secrets',
  interface: 'org.freedesktop.Secret.Service',
} as const
/** The schema under which keytar stores; libsecret looks for it as one attribute more. */
const schema = 'org.freedesktop.Secret.Generic'

const PathSchema = z.string().max(400)
const FoundSchema = z.tuple([z.array(PathSchema).max(1000), z.array(PathSchema).max(1000)])
const SessionSchema = z.tuple([z.object({ value: z.instanceof(Buffer) }), PathSchema])
const SecretsSchema = z.tuple([
  z.record(
    PathSchema,
    z.tuple([PathSchema, z.instanceof(Buffer), z.instanceof(Buffer), z.string()]),
  ),
])

/**
 * Reads entries of Hubkey's over D-Bus, in the process that asks: every step is a message that can
 * go unanswered without blocking anything, and none of them can raise a prompt. A library call could do both,
 * which is why writing has a process of its own. Secrets cross the bus encrypted, as libsecret sends them.
 *
 * Null when the service cannot be spoken to in this way. Throws `keyring-hung` at the limit, and
 * `keyring-locked` when an entry lies in a collection that is closed, or the keyring closes meanwhile.
 */
export async function readEntries(
  address: string,
  accounts: readonly string[],
  limits: ReadLimits,
): Promise<Read | null> {
  const over = new AbortController()
  const { signal } = over
  const silence = async (ms: number): Promise<'hung'> => sleep(ms, 'hung', { signal })
  try {
    const unanswered = silence(limits.probeMs)
    const bus = await Promise.race([connectBus(address, signal), unanswered])
    if (bus === 'hung') return { state: 'hung' }
    if (bus === null) return { state: 'absent' }
    const state = await Promise.race([askService(bus), unanswered])
    if (state !== 'unlocked') return { state }
    const read = await Promise.race([readOpen(bus, accounts), silence(limits.readMs)])
    if (read === 'hung') throw fail(errors.keyringHung())
    return read
  } finally {
    over.abort()
  }
}

async function readOpen(bus: SessionBus, accounts: readonly string[]): Promise<Read | null> {
  const items = new Map<string, string>()
  for (const account of accounts) {
    const attributes = { service: keyringService, account, 'xdg:schema': schema }
    const search = { ...service, member: 'SearchItems', signature: 'a{ss}' }
    const found = valuesOf(FoundSchema, await bus.call({ ...search, body: [attributes] }))
    if (found === null) return null
    const [[open], [closed]] = found
    if (open === undefined && closed !== undefined) throw fail(errors.keyringLocked())
    if (open !== undefined) items.set(account, open)
  }
  const texts = items.size === 0 ? new Map<string, string>() : await reveal(bus, items)
  if (texts === null) return null
  if (accounts.every((account) => texts.has(account))) return { state: 'unlocked', texts }
  // "Nothing there" is believed of a keyring that was open before and still is.
  const state = await askService(bus)
  if (state === 'absent') throw fail(errors.keyringFailed())
  return state === 'unlocked' ? { state, texts } : { state }
}

async function reveal(
  bus: SessionBus,
  items: ReadonlyMap<string, string>,
): Promise<Map<string, string> | null> {
  const key = drawTransportKey()
  const open = { ...service, member: 'OpenSession', signature: 'sv' }
  const opened = valuesOf(
    SessionSchema,
    await bus.call({ ...open, body: [transportAlgorithm, new Variant('ay', key.publicKey)] }),
  )
  if (opened === null) return null
  const [{ value: theirPublicKey }, session] = opened
  const get = { ...service, member: 'GetSecrets', signature: 'aoo' }
  const secrets = valuesOf(
    SecretsSchema,
    await bus.call({ ...get, body: [[...items.values()], session] }),
  )
  if (secrets === null) return null
  const texts = new Map<string, string>()
  for (const [account, path] of items) {
    const secret = secrets[0][path]
    if (secret === undefined) return null
    const text = key.decrypt(theirPublicKey, secret[1], secret[2]).toString('utf8')
    // An entry of our name that some other program made, and that is no token of ours.
    if (text.length > longestSecret) throw fail(errors.keyringFailed())
    texts.set(account, text)
  }
  return texts
}

function valuesOf<S extends z.ZodType>(schemaOf: S, answer: BusAnswer): z.output<S> | null {
  if (!answer.ok) return null
  const parsed = schemaOf.safeParse(answer.body)
  return parsed.success ? parsed.data : null
}
