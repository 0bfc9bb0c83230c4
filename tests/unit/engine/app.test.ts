import { beforeEach, describe, expect, it } from 'vitest'
import type { Hono } from 'hono'
import { createEngineApp } from '../../../electron/engine/http/app.ts'
import { Meter } from '../../../electron/engine/meter.ts'
import { FakeModel } from './fake-model.ts'

let model: FakeModel
let app: Hono
let failures: unknown[]
let isLoaded: boolean

beforeEach(() => {
  model = new FakeModel()
  failures = []
  isLoaded = true
  const meter = new Meter()
  const counted = meter.count(model)
  app = createEngineApp({
    modelId: model.id,
    model: () => (isLoaded ? counted : null),
    metrics: () => meter.text(),
    onFailure: (cause) => failures.push(cause),
  })
})

const chatPath = '/v1/chat/completions'
const hello = { messages: [{ role: 'user', content: 'Hi' }] }

async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  if (!headers.has('host')) headers.set('host', '127.0.0.1:8080')
  return app.request(`http://127.0.0.1:8080${path}`, { ...init, headers })
}

async function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return send(path, {
    method: 'POST',
    headers: Object.assign({ 'content-type': 'application/json' }, headers),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

interface ErrorBody {
  readonly error: { message: string; type: string; param: string | null; code: string | null }
}

async function errorOf(response: Response): Promise<ErrorBody['error'] & { status: number }> {
  const body = (await response.json()) as ErrorBody
  expect(Object.keys(body.error).sort()).toEqual(['code', 'message', 'param', 'type'])
  return { ...body.error, status: response.status }
}

describe('only programs on this machine', () => {
  it.each(['127.0.0.1:1', 'localhost:8080', '[::1]:80', 'localhost', '127.8.8.8'])(
    'may call it %s',
    async (host) => {
      expect((await send('/health', { headers: { host } })).status).toBe(200)
    },
  )

  it.each([
    'evil.example',
    'evil.example:8080',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '0.0.0.0',
    '192.168.1.2',
    '[::2]',
    'a b',
    '',
  ])('not as host %s', async (host) => {
    expect((await errorOf(await send('/health', { headers: { host } }))).status).toBe(403)
    expect(model.asked).toEqual([])
  })

  it.each(['http://localhost:5173', 'http://127.0.0.1', 'https://[::1]:1'])(
    'may come from the page %s',
    async (origin) => {
      const response = await post(chatPath, hello, { origin })
      expect(response.status).toBe(200)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    },
  )

  it.each(['https://evil.example', 'null', 'file://', 'http://127.0.0.1.evil.example', 'x'])(
    'not from the page %s',
    async (origin) => {
      expect((await errorOf(await post(chatPath, hello, { origin }))).code).toBe('foreign_origin')
      expect(model.asked).toEqual([])
    },
  )

  it('not from another site without an origin', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    expect((await send('/v1/models', { headers })).status).toBe(403)
  })

  it('answers no preflight', async () => {
    const response = await send(chatPath, { method: 'OPTIONS' })
    expect(response.status).toBe(405)
    expect([...response.headers.keys()].filter((name) => name.includes('access'))).toEqual([])
  })
})

describe('paths and methods', () => {
  it('tells health and models', async () => {
    expect(await (await send('/health')).json()).toEqual({ status: 'ok' })
    const list = (await (await send('/v1/models')).json()) as { data: { id: string }[] }
    expect(list.data.map(({ id }) => id)).toEqual(['acme/fake'])
    for (const path of ['/v1/models/acme/fake', '/v1/models/acme%2Ffake']) {
      expect(await (await send(path)).json()).toMatchObject({ id: 'acme/fake', object: 'model' })
    }
  })

  it('says that it is loading', async () => {
    isLoaded = false
    for (const response of [await send('/health'), await post(chatPath, hello)]) {
      expect(await errorOf(response)).toMatchObject({ status: 503, code: 'model_loading' })
    }
  })

  it('says that too many are waiting', async () => {
    model.isFull = true
    expect(await errorOf(await post(chatPath, hello))).toMatchObject({
      ...{ status: 503, code: 'server_busy' },
    })
  })

  it.each([
    ['GET', '/nowhere', 404, null],
    ['GET', '/v1/models/other', 404, null],
    ['GET', chatPath, 405, 'POST'],
    ['DELETE', '/v1/models', 405, 'GET'],
    ['POST', '/health', 405, 'GET'],
  ])('%s %s is refused with %i', async (method, path, status, allow) => {
    const response = await send(path, { method })
    expect(response.headers.get('allow')).toBe(allow)
    expect((await errorOf(response)).status).toBe(status)
  })
})

describe('bodies', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])(
    'of type "%s" are refused',
    async (type) => {
      const response = await post(chatPath, hello, { 'content-type': type })
      expect((await errorOf(response)).status).toBe(415)
    },
  )

  it('may name a character set', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' }
    expect((await post(chatPath, hello, headers)).status).toBe(200)
  })

  it('must be JSON of bounded size', async () => {
    expect(await errorOf(await post(chatPath, '{"messages":'))).toMatchObject({
      status: 400,
      code: 'invalid_json',
    })
    expect((await errorOf(await post(chatPath, 'x'.repeat(9_000_000)))).status).toBe(413)
  })

  it.each([
    ['null', null, null],
    ['no messages', {}, 'messages'],
    ['empty messages', { messages: [] }, 'messages'],
    ['a strange role', { messages: [{ role: 'tool', content: 'x' }] }, 'messages.0.role'],
    ['no content', { messages: [{ role: 'user' }] }, 'messages.0.content'],
    [
      'an image',
      { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] },
      'messages.0.content',
    ],
    ['two answers', { ...hello, n: 2 }, 'n'],
    ['hot temperature', { ...hello, temperature: 3 }, 'temperature'],
    ['temperature as text', { ...hello, temperature: '1' }, 'temperature'],
    ['no tokens', { ...hello, max_tokens: 0 }, 'max_tokens'],
    ['half a token', { ...hello, max_tokens: 1.5 }, 'max_tokens'],
    ['too many stops', { ...hello, stop: Array(17).fill('x') }, 'stop'],
    ['tools', { ...hello, tools: [{ type: 'function' }] }, 'tools'],
    ['a JSON answer', { ...hello, response_format: { type: 'json_object' } }, 'response_format'],
    ['log probabilities', { ...hello, logprobs: true }, 'logprobs'],
    ['a too long prompt', { messages: [{ role: 'user', content: 'x'.repeat(100) }] }, 'messages'],
    ['turns the template refuses', { messages: [{ role: 'user', content: 'REFUSE' }] }, 'messages'],
  ])('with %s are refused', async (_, body, param) => {
    const error = await errorOf(await post(chatPath, body))
    expect(error).toMatchObject({ status: 400, type: 'invalid_request_error', param })
    expect(model.asked).toEqual([])
  })

  it('are understood in all their spellings', async () => {
    await post(chatPath, {
      model: 'whatever',
      messages: [
        { role: 'developer', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        },
        { role: 'assistant', content: null },
      ],
      ...{ max_tokens: 5, max_completion_tokens: 7, temperature: 0, top_p: 0.5, seed: 3 },
      ...{ stop: 'END', n: 1, tools: [], response_format: { type: 'text' }, user: 'me' },
    })
    await post('/v1/completions', { prompt: ['Once'], stop: ['a', ''], max_tokens: null })
    expect(model.asked.map(({ prompt }) => prompt)).toEqual([
      {
        kind: 'chat',
        turns: [
          { role: 'system', text: 'Be brief.' },
          { role: 'user', text: 'ab' },
          { role: 'assistant', text: '' },
        ],
      },
      { kind: 'text', text: 'Once' },
    ])
    expect(model.asked[0]?.sampling).toMatchObject({
      ...{ maxTokens: 7, temperature: 0, topP: 0.5, seed: 3, stop: ['END'] },
    })
    expect(model.asked[1]?.sampling).toMatchObject({
      // What is left of the context.
      maxTokens: 100 - 'Once'.length,
      stop: ['a'],
    })
  })
})

describe('answers', () => {
  const thinking = [
    { kind: 'thought', text: 'Hm.' },
    { kind: 'answer', text: 'He' },
    { kind: 'answer', text: 'llo' },
  ] as const

  async function events(response: Response): Promise<unknown[]> {
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const text = await response.text()
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
    return text
      .split('\n\n')
      .filter((event) => event !== '' && event !== 'data: [DONE]')
      .map((event) => JSON.parse(event.replace('data: ', '')) as unknown)
  }

  it('come whole', async () => {
    model.pieces = thinking
    model.finish = 'length'
    const reply: unknown = await (await post(chatPath, hello)).json()
    expect(reply).toMatchObject({
      object: 'chat.completion',
      model: 'acme/fake',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello', reasoning_content: 'Hm.' },
          finish_reason: 'length',
        },
      ],
      usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 },
    })
  })

  it('come in pieces', async () => {
    model.pieces = thinking
    const chunks = await events(
      await post(chatPath, { ...hello, stream: true, stream_options: { include_usage: true } }),
    )
    const deltas = [{ role: 'assistant', content: '' }, { reasoning_content: 'Hm.' }]
    const expected = [...deltas, { content: 'He' }, { content: 'llo' }, {}]
    expect(chunks).toMatchObject([
      ...expected.map((delta) => ({ object: 'chat.completion.chunk', choices: [{ delta }] })),
      { choices: [], usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 } },
    ])
    expect(new Set(chunks.map((chunk) => (chunk as { id: string }).id)).size).toBe(1)
  })

  it('come as plain text completions', async () => {
    model.pieces = thinking.slice(1)
    const whole: unknown = await (await post('/v1/completions', { prompt: 'Hi' })).json()
    expect(whole).toMatchObject({
      object: 'text_completion',
      choices: [{ text: 'Hello', finish_reason: 'stop' }],
    })
    const chunks = await events(await post('/v1/completions', { prompt: 'Hi', stream: true }))
    expect(chunks).toMatchObject([
      { choices: [{ text: 'He', finish_reason: null }] },
      { choices: [{ text: 'llo', finish_reason: null }] },
      { choices: [{ text: '', finish_reason: 'stop' }] },
    ])
  })

  it('that fail say nothing of the inside', async () => {
    model.failure = new Error('/home/me/model.gguf is broken')
    const whole = await errorOf(await post(chatPath, hello))
    expect(whole).toMatchObject({ status: 500, type: 'server_error' })
    const streamed = await (await post(chatPath, { ...hello, stream: true })).text()
    expect(streamed).toContain('"error"')
    expect(JSON.stringify(whole) + streamed).not.toContain('model.gguf')
    expect(failures).toHaveLength(2)
  })
})

describe('what it counts', () => {
  async function counts(): Promise<string[]> {
    const reply = await send('/metrics')
    expect(reply.headers.get('content-type')).toContain('version=0.0.4')
    return (await reply.text()).split('\n').filter((line) => line.startsWith('llamacpp:'))
  }

  it('is told in the words of llama.cpp’s own server, while it answers and after', async () => {
    model.pieces = [{ kind: 'answer', text: 'Hello' }]
    model.isEndless = true
    const leave = new AbortController()
    const open = await send(chatPath, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...hello, stream: true }),
      signal: leave.signal,
    })
    model.queued = 0
    expect(await counts()).toContain('llamacpp:requests_processing 1')
    await open.body?.cancel()
    await expect.poll(counts).toContain('llamacpp:requests_processing 0')
    model.isEndless = false
    const before = await counts()
    await (await post(chatPath, hello)).text()
    const made = (lines: string[]): number =>
      Number(lines.find((line) => line.includes('tokens_predicted_total'))?.split(' ')[1])
    expect(made(await counts()) - made(before)).toBe(1)
  })

  it('is there before the model is', async () => {
    isLoaded = false
    expect(await counts()).toEqual([
      'llamacpp:prompt_tokens_total 0',
      'llamacpp:tokens_predicted_total 0',
      'llamacpp:requests_processing 0',
      'llamacpp:requests_deferred 0',
    ])
  })
})
