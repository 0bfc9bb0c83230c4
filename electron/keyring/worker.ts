/** Entry of the process that alone loads the keyring library, because a call to it can hang for good. */
import {
  KeyringRequestSchema,
  keyringService,
  longestSecret,
  type KeyringReply,
  type KeyringRequest,
} from './messages.ts'

type Keytar = typeof import('keytar')

/** Electron's end of a utilityProcess; typed here because this file also runs under plain Node. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  postMessage(message: unknown): void
}

const port = (process as unknown as { parentPort?: ParentPort }).parentPort
let library: Promise<Keytar> | undefined

if (port === undefined) {
  process.on('message', (message) => {
    serve(message, (reply) => process.send?.(reply))
  })
  // The parent is gone, and with it everyone who could want the answer.
  process.on('disconnect', () => process.exit(0))
} else {
  port.on('message', ({ data }) => {
    serve(data, (reply) => port.postMessage(reply))
  })
}

function serve(message: unknown, send: (reply: KeyringReply) => void): void {
  const request = KeyringRequestSchema.safeParse(message)
  if (!request.success) return
  // Nobody can help a worker whose answer cannot be sent; ending it is an answer too.
  answer(request.data).then(send, () => process.exit(1))
}

async function answer(request: KeyringRequest): Promise<KeyringReply> {
  const { id } = request
  if (request.op === 'unlock') return await unlock(id, request.bus)
  let keytar: Keytar
  try {
    keytar = await (library ??= load())
  } catch {
    return { id, ok: false, refusal: 'no-library' }
  }
  try {
    return { id, ok: true, value: await perform(request, keytar) }
  } catch {
    return { id, ok: false, refusal: 'refused' }
  }
}

/** Loaded only here: no other request needs the bus. */
async function unlock(id: number, bus: string): Promise<KeyringReply> {
  try {
    const { unlockCollection } = await import('./unlock-collection.ts')
    await unlockCollection(bus)
    return { id, ok: true, value: null }
  } catch {
    return { id, ok: false, refusal: 'refused' }
  }
}

/** CommonJS seen through import(): the functions are on `default`, depending on the loader. */
async function load(): Promise<Keytar> {
  const module: Keytar & { default?: Keytar } = await import('keytar')
  return module.default ?? module
}

async function perform(
  request: Exclude<KeyringRequest, { op: 'unlock' }>,
  keytar: Keytar,
): Promise<string | null> {
  switch (request.op) {
    case 'get':
      return bounded(await keytar.getPassword(keyringService, request.account))
    case 'set':
      await keytar.setPassword(keyringService, request.account, request.secret)
      return null
    case 'list':
      return names(await keytar.findCredentials(keyringService))
    case 'delete':
      // Its boolean is no answer: false is also what a locked keyring says.
      await keytar.deletePassword(keyringService, request.account)
      return null
  }
}

/** Names alone; what is no name of ours (another program's, with a line break in it) is left out. */
function names(entries: readonly { readonly account: string }[]): string {
  const ours = entries
    .map(({ account }) => account)
    .filter((name) => /^[\x21-\x7e]{1,200}$/.test(name))
  return bounded(ours.join('\n')) ?? ''
}

/** An entry of our name that some other program made, and that is no token of ours. */
function bounded(text: string | null): string | null {
  if (text !== null && text.length > longestSecret) throw new Error('too long')
  return text
}
