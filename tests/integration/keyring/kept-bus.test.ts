import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import {
  buildKeyringWorker,
  keyringOf,
  lockKeyring,
  ownerOf,
  unlockKeyring,
  type BuiltWorker,
} from '../../fixtures/keyring-session.ts'

const account = 'huggingface:default'
const secret = new Redactor().guard(`hf_${'k'.repeat(34)}`)

let worker: BuiltWorker
let session: DesktopSession
let close: (() => void) | undefined

beforeAll(async () => {
  worker = await buildKeyringWorker()
})
afterAll(async () => worker.remove())
afterEach(async () => {
  close?.()
  await session.close()
})

/** The session's bus through a relay that counts who came, and can cut everybody off. */
async function relayed(): Promise<{
  env: DesktopSession['env']
  came: () => number
  cut: () => void
}> {
  const real = session.env['DBUS_SESSION_BUS_ADDRESS']!.replace('unix:path=', '')
  let count = 0
  const ends = new Set<() => void>()
  const server = createServer((client) => {
    count += 1
    const bus = connect(real)
    for (const end of [client, bus]) end.on('error', () => undefined)
    client.pipe(bus).pipe(client)
    ends.add(() => client.destroy())
  })
  server.listen(`${real}-counted`)
  await once(server, 'listening')
  close = () => server.close()
  const env = { ...session.env, DBUS_SESSION_BUS_ADDRESS: `unix:path=${real}-counted` }
  return { env, came: () => count, cut: () => ends.forEach((end) => end()) }
}

describe('the connection that reading keeps', () => {
  test('is one for all, and a new one when the bus cut it', async () => {
    session = await startSession({ keyring: 'unlocked' })
    await keyringOf(session.env, worker.host).set(account, secret)
    const { env, came, cut } = await relayed()
    const keyring = keyringOf(env, worker.host)
    await Promise.all([keyring.probe(), keyring.get(account), keyring.getMany([account, 'b:c'])])
    expect((await keyring.get(account))?.equals(secret)).toBe(true)
    expect(came()).toBe(1)
    cut()
    await expect
      .poll(async () => (await keyring.get(account).catch(() => null))?.equals(secret))
      .toBe(true)
    expect(came()).toBe(2)
  })

  test('sees the keyring lock and open', async () => {
    session = await startSession({ keyring: 'unlocked' })
    const keyring = keyringOf(session.env, worker.host)
    await keyring.set(account, secret)
    expect((await keyring.get(account))?.equals(secret)).toBe(true)
    await lockKeyring(session)
    await expect(keyring.get(account)).rejects.toMatchObject({ error: { code: 'keyring-locked' } })
    await unlockKeyring(session)
    expect((await keyring.get(account))?.equals(secret)).toBe(true)
  })

  test('agrees on a new key with a keyring that was started anew', async () => {
    session = await startSession({ keyring: 'unlocked' })
    // Another host cannot start workers: all that is read comes over the bus.
    const keyring = keyringOf(session.env, worker.host)
    await keyring.set(account, secret)
    const reader = keyringOf(session.env, {
      fork: () => {
        throw new Error('the library was asked')
      },
    })
    expect((await reader.get(account))?.equals(secret)).toBe(true)
    process.kill(await ownerOf(session, 'org.freedesktop.secrets'), 'SIGKILL')
    // The bus starts another one when it is asked for; it opens with the same password.
    await expect.poll(async () => reader.probe(), { timeout: 5000 }).toBe('locked')
    await unlockKeyring(session)
    expect((await reader.get(account))?.equals(secret)).toBe(true)
  })
})
