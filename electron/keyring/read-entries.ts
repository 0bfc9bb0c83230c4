import { Variant } from 'dbus-next/lib/variant.js'
import { z } from 'zod'
import { errors, fail } from '../../shared/errors.ts'
import { keyringService, longestSecret } from './messages.ts'
import { askService, type ProbedState } from './probe.ts'
import type { BusAnswer, SessionBus } from './session-bus.ts'
import { drawTransportKey, transportAlgorithm, type Decrypt } from './transport-key.ts'

/** What was found: of a keyring that is open, or the state it turned out to be in instead. */
export type Read =
  | { readonly state: Exclude<ProbedState, 'unlocked'> }
  | { readonly state: 'unlocked'; readonly texts: ReadonlyMap<string, string> }

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

/** A way for secrets to cross the bus unseen, which the service and a connection agreed on. */
interface SecretSession {
  readonly path: string
  readonly decrypt: Decrypt
}

/** One for each connection, because the service forgets it with the connection. */
const sessions = new WeakMap<SessionBus, Promise<SecretSession | null>>()

/**
 * Reads entries of a keyring that was just seen open, over D-Bus, in the process that asks: every step is a
 * message that can go unanswered without blocking anything, and none of them can raise a prompt. A library call could do
 * both, which is why writing has a process of its own. Secrets cross the bus encrypted, as libsecret sends them.
 *
 * Null when the service cannot be spoken to in this way. Throws `keyring-locked` when an entry lies in a
 * collection that is closed, or the keyring closes meanwhile. Has no limit of its own.
 */
export async function readEntries(
  bus: SessionBus,
  accounts: readonly string[],
): Promise<Read | null> {
  // Agreed on while the service looks for the entries, for it takes as long as that does.
  if (!sessions.has(bus)) sessionWith(bus).catch(() => undefined)
  const places = await Promise.all(accounts.map(async (account) => findItem(bus, account)))
  if (places.includes(null)) return null
  const items = new Map(accounts.flatMap((account, i) => (places[i] ? [[account, places[i]]] : [])))
  const texts = items.size === 0 ? new Map<string, string>() : await reveal(bus, items)
  if (texts === null) return null
  if (accounts.every((account) => texts.has(account))) return { state: 'unlocked', texts }
  // "Nothing there" is believed of a keyring that was open before and still is.
  const state = await askService(bus)
  if (state === 'absent') throw fail(errors.keyringFailed())
  return state === 'unlocked' ? { state, texts } : { state }
}

/** The path of the entry; null when the answer makes no sense, undefined when there is none. */
async function findItem(bus: SessionBus, account: string): Promise<string | null | undefined> {
  const attributes = { service: keyringService, account, 'xdg:schema': schema }
  const search = { ...service, member: 'SearchItems', signature: 'a{ss}' }
  const found = valuesOf(FoundSchema, await bus.call({ ...search, body: [attributes] }))
  if (found === null) return null
  const [[open], [closed]] = found
  if (open === undefined && closed !== undefined) throw fail(errors.keyringLocked())
  return open
}

async function reveal(
  bus: SessionBus,
  items: ReadonlyMap<string, string>,
): Promise<Map<string, string> | null> {
  const before = sessions.get(bus)
  const paths = [...items.values()]
  // A keyring that was started anew on the same bus knows nothing of a session with the one before.
  const asked = (before && (await ask(bus, paths, before))) ?? (await askAnew(bus, paths))
  if (asked === null) return null
  const { secrets, session } = asked
  const texts = new Map<string, string>()
  for (const [account, path] of items) {
    const secret = secrets[path]
    if (secret === undefined) return null
    const text = session.decrypt(secret[1], secret[2]).toString('utf8')
    // An entry of our name that some other program made, and that is no token of ours.
    if (text.length > longestSecret) throw fail(errors.keyringFailed())
    texts.set(account, text)
  }
  return texts
}

interface Asked {
  readonly secrets: z.output<typeof SecretsSchema>[0]
  readonly session: SecretSession
}

async function askAnew(bus: SessionBus, paths: readonly string[]): Promise<Asked | null> {
  return await ask(bus, paths, sessionWith(bus))
}

function sessionWith(bus: SessionBus): Promise<SecretSession | null> {
  const agreed = openSession(bus)
  sessions.set(bus, agreed)
  return agreed
}

async function ask(
  bus: SessionBus,
  paths: readonly string[],
  agreed: Promise<SecretSession | null>,
): Promise<Asked | null> {
  const session = await agreed
  if (session === null) return null
  const get = { ...service, member: 'GetSecrets', signature: 'aoo' }
  const secrets = valuesOf(SecretsSchema, await bus.call({ ...get, body: [paths, session.path] }))
  return secrets === null ? null : { secrets: secrets[0], session }
}

async function openSession(bus: SessionBus): Promise<SecretSession | null> {
  const key = drawTransportKey()
  const open = { ...service, member: 'OpenSession', signature: 'sv' }
  const opened = valuesOf(
    SessionSchema,
    await bus.call({ ...open, body: [transportAlgorithm, new Variant('ay', key.publicKey)] }),
  )
  if (opened === null) return null
  const [{ value: theirPublicKey }, path] = opened
  return { path, decrypt: key.agree(theirPublicKey) }
}

function valuesOf<S extends z.ZodType>(schemaOf: S, answer: BusAnswer): z.output<S> | null {
  if (!answer.ok) return null
  const parsed = schemaOf.safeParse(answer.body)
  return parsed.success ? parsed.data : null
}
