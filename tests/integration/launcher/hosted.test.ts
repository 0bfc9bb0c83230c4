import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LaunchSettingsSchema } from '../../../shared/domain/launch-settings.ts'
import type { EventPayload } from '../../../shared/ipc/events.ts'
import type { Snapshot } from '../../../shared/snapshot.ts'
import { Chats } from '../../../electron/app/chats.ts'
import { bearer } from '../../../electron/launcher/engines/hosted.ts'
import type { LaunchRequest } from '../../../shared/domain/run.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { createKit, type LauncherKit } from './launcher-kit.ts'

const key = `nvapi-${'cAnArY7q'.repeat(8)}`

let kit: LauncherKit
let server: Server
let address: string
let statuses: number[]
let seen: string[]
let hasKey: boolean

beforeEach(async () => {
  hasKey = true
  statuses = []
  seen = []
  server = createServer((request, reply) => {
    seen.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`)
    reply.statusCode = statuses.shift() ?? 200
    reply.end(JSON.stringify({ data: [{ id: 'meta/llama-3.1-8b-instruct' }] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  kit = createKit('/nowhere', '', {
    prepare: async ({ repo }) => ({ repo, file: null, modelPath: '' }),
    secrets: async ({ providers }) =>
      providers
        .filter(() => hasKey)
        .map((provider) => ({
          variables: ['NGC_API_KEY'],
          secret: kit.redactor.guard(key),
          held: { provider, account: 'default', fingerprint: 'f00' },
        })),
  })
})
afterEach(async () => {
  await kit.launcher.close()
  kit.remove()
  server.close()
})

function request(repo = 'meta/llama-3.1-8b-instruct', at = address): LaunchRequest {
  const settings = LaunchSettingsSchema.parse({ address: at })
  return {
    engine: 'nim-hosted',
    repo,
    revision: 'main',
    file: null,
    port: 0,
    mode: 'own',
    settings,
  }
}

it('a hosted model starts nothing, is checked with its key, and leaves no trace of it', async () => {
  const { id } = await kit.launcher.launch(request())
  const ready = await kit.launcher.whenReady(id)
  expect(ready).toMatchObject({ state: 'ready', url: address, pid: null, secrets: [] })
  expect(seen).toEqual([`/v1/models Bearer ${key}`])
  await kit.launcher.stop(id)
  expect(kit.launcher.list()[0]).toMatchObject({ state: 'exited', error: null })
  const hunt = huntFor(key)
  expect(await hunt.folder(kit.state)).toEqual([])
  expect(hunt.text(JSON.stringify([kit.launcher.list(), await kit.launcher.log(id, 0)]))).toBe(
    false,
  )
})

const troubles: readonly (readonly [string, () => unknown, string])[] = [
  ['a key that is not let in', () => statuses.push(401), 'token-rejected'],
  ['no key', () => (hasKey = false), 'no-token'],
  ['a service that fails', () => statuses.push(500), 'engine-failed'],
  ['nobody there', () => server.close(), 'hub-unreachable'],
]

it.each(troubles)('%s is told', async (_, arrange, code) => {
  arrange()
  const { id } = await kit.launcher.launch(request())
  expect(await kit.launcher.whenEnded(id)).toMatchObject({ state: 'failed', error: { code } })
})

it('sends no key over a road that is not encrypted', async () => {
  const { id } = await kit.launcher.launch(request('meta/x', 'http://elsewhere.example'))
  expect(await kit.launcher.whenEnded(id)).toMatchObject({
    error: { code: 'address-not-encrypted' },
  })
})

it('is asked through main, with the key that is in force then', async () => {
  const { id } = await kit.launcher.launch(request())
  const run = await kit.launcher.whenReady(id)
  const asked: { key: string | undefined; body: string }[] = []
  server.removeAllListeners('request')
  server.on('request', (incoming, reply) => {
    let body = ''
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()))
    incoming.on('end', () => {
      asked.push({ key: incoming.headers.authorization, body })
      reply.writeHead(200, { 'content-type': 'text/event-stream' })
      reply.end('data: {"choices":[{"delta":{"content":"hello"}}]}\n\ndata: [DONE]\n\n')
    })
  })
  const pieces: EventPayload<'chat'>[] = []
  let current = key
  const chats = new Chats({
    state: { get: () => ({ runs: [run] }) as Snapshot },
    fetch: async (input, init) => fetch(input, init),
    report: () => 'x',
    onPiece: (piece) => pieces.push(piece),
    hostedHeaders: async () => bearer(kit.redactor.guard(current)),
  })
  const messages = [{ role: 'user' as const, content: 'hi' }]
  const question = { run: id, messages, settings: {} }
  chats.ask({ ...question, ask: 'a' })
  await expect.poll(() => pieces.at(-1)?.done).toBe(true)
  current = `nvapi-${'bRaNdNeW'.repeat(8)}`
  chats.ask({ ...question, ask: 'b' })
  await expect.poll(() => pieces.filter(({ done }) => done).length).toBe(2)
  expect(asked.map((one) => one.key)).toEqual([`Bearer ${key}`, `Bearer ${current}`])
  expect(JSON.parse(asked[0]!.body)).toMatchObject({ model: 'meta/llama-3.1-8b-instruct' })
  expect(pieces.map(({ delta }) => delta).join('')).toBe('hellohello')
  expect(JSON.stringify(pieces)).not.toContain('nvapi-')
})
