import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Chats } from '../../../electron/app/chats.ts'
import type { ChatSettings } from '../../../shared/domain/chat.ts'
import type { EventPayload } from '../../../shared/ipc/events.ts'
import { readyRun, world } from '../../fixtures/fake-bridge-world.ts'

type Piece = EventPayload<'chat'>
type Answer = (body: Record<string, unknown>, reply: ServerResponse) => void

let server: Server
let url: string
let answer: Answer
let asked: Record<string, unknown>[]
let models: string
let pieces: Piece[]
let chats: Chats

beforeEach(async () => {
  asked = []
  pieces = []
  models = JSON.stringify({ data: [{ id: 'other' }, { id: `hf.co/${readyRun.repo}:latest` }] })
  server = createServer((request, reply) => {
    if (request.url === '/v1/models') {
      reply.end(models)
      return
    }
    read(request).then(
      (body) => {
        asked.push(body)
        answer(body, reply)
      },
      (cause: unknown) => reply.destroy(cause as Error),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  chats = new Chats({
    state: { get: () => world({ runs: [{ ...readyRun, url }] }) },
    fetch: async (input, init) => fetch(input, init),
    report: (_where, cause) => {
      throw cause
    },
    onPiece: (piece) => pieces.push(piece),
    hostedHeaders: async () => null,
  })
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function read(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>
}

const id = '0f8fad5b-d9cb-469f-a165-70867728950e'

/** Asks, and resolves with the last piece. */
async function ask(settings: ChatSettings = {}): Promise<Piece> {
  chats.ask({ ask: id, run: readyRun.id, messages: [{ role: 'user', content: 'Hi' }], settings })
  await expect.poll(() => pieces.at(-1)?.done, { timeout: 10_000 }).toBe(true)
  return pieces.at(-1)!
}

function stream(reply: ServerResponse, ...chunks: readonly object[]): void {
  reply.setHeader('content-type', 'text/event-stream')
  for (const chunk of chunks) reply.write(`data: ${JSON.stringify(chunk)}\n\n`)
  reply.end('data: [DONE]\n\n')
}

const says = (content: string, finish: string | null = null) => ({
  choices: [{ delta: { content }, finish_reason: finish }],
})

describe('a question of the playground', () => {
  it('asks for the model by the name that the server gives it, with the settings as OpenAI has them', async () => {
    answer = (_body, reply) => {
      stream(
        reply,
        { choices: [{ delta: { reasoning: 'Hm.' } }] },
        says('Hello'),
        says('', 'length'),
        { choices: [], usage: { completion_tokens: 12 } },
      )
    }
    const last = await ask({ temperature: 0, topP: 0.9, maxTokens: 12, stop: ['END'], seed: 7 })
    expect(asked[0]).toEqual({
      model: `hf.co/${readyRun.repo}:latest`,
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0,
      top_p: 0.9,
      max_tokens: 12,
      stop: ['END'],
      seed: 7,
    })
    expect(pieces.map(({ delta }) => delta).join('')).toBe('Hello')
    expect(pieces.map(({ thought }) => thought).join('')).toBe('Hm.')
    expect(last.error).toBeNull()
    expect(last.stats).toMatchObject({ tokens: 12, isCut: true })
  })

  it('leaves to the server what is not set', async () => {
    answer = (_body, reply) => {
      stream(reply, says('Hello'))
    }
    expect((await ask()).stats?.tokens).toBeNull()
    expect(Object.keys(asked[0]!).sort()).toEqual(['messages', 'model', 'stream', 'stream_options'])
  })

  it('is put again without the wish for usage when the server does not know it', async () => {
    answer = (body, reply) => {
      if ('stream_options' in body) {
        reply.statusCode = 422
        reply.end(JSON.stringify({ detail: 'Unsupported fields: stream_options' }))
      } else stream(reply, says('Hello'))
    }
    expect((await ask()).error).toBeNull()
    expect(asked).toHaveLength(2)
  })

  it.each([
    [401, '', 'server-wants-key', 'key'],
    [503, '', 'server-loading', 'still loading'],
    [400, JSON.stringify({ error: { message: 'Too long.' } }), 'server-refused', 'Too long.'],
    [500, JSON.stringify({ error: 'Out of memory.' }), 'server-refused', 'Out of memory.'],
    [502, '<html>', 'server-refused', '502'],
  ])('tells a refusal with %i in words', async (status, body, code, words) => {
    answer = (_body, reply) => {
      reply.statusCode = status
      reply.end(body)
    }
    const { error } = await ask()
    expect(error?.code).toBe(code)
    expect(error?.message).toContain(words)
  })

  it('says that the server is silent when the connection breaks, and keeps what came', async () => {
    answer = (_body, reply) => {
      reply.write(`data: ${JSON.stringify(says('Half an'))}\n\n`, () => reply.destroy())
    }
    const { error } = await ask()
    expect(error?.code).toBe('server-silent')
    expect(pieces[0]?.delta).toBe('Half an')
  })

  it('does not believe what cannot be read', async () => {
    answer = (_body, reply) => {
      reply.end('data: {"choices": 7}\n\n')
    }
    expect((await ask()).error?.code).toBe('engine-failed')
  })

  it('ends without an error when it is cancelled, and the server notices', async () => {
    let isGone = false
    answer = (_body, reply) => {
      reply.on('close', () => (isGone = true))
      reply.write(`data: ${JSON.stringify(says('Once'))}\n\n`)
    }
    chats.ask({ ask: id, run: readyRun.id, messages: [{ role: 'user', content: 'Hi' }], settings: {} }) // prettier-ignore
    await expect.poll(() => pieces.length).toBe(1)
    chats.cancel(id)
    await expect.poll(() => pieces.at(-1)).toMatchObject({ done: true, error: null, stats: null })
    await expect.poll(() => isGone).toBe(true)
  })
})
