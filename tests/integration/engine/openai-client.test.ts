import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KNOWN_SENTENCE } from '../../fixtures/known-answer-model/known-answer-model.ts'
import { buildEngineWorker, type BuiltWorker } from './built-worker.ts'
import { startEngine, type RunningEngine } from './running-engine.ts'

const model = 'acme/known-answer'
const messages = [
  { role: 'system' as const, content: 'Be brief.' },
  { role: 'user' as const, content: 'Whose is the key?' },
]
let built: BuiltWorker
let engine: RunningEngine
let url: string
let client: OpenAI

beforeAll(async () => {
  built = await buildEngineWorker()
  engine = startEngine(built.folder)
  const reply = await engine.settled()
  if (reply.kind !== 'ready') throw new Error(reply.reason)
  url = `http://127.0.0.1:${reply.port}`
  client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'unused', maxRetries: 0 })
})
afterAll(async () => {
  engine.worker.kill()
  await engine.exited
  built.remove()
})

describe('the official client', () => {
  it('lists the model', async () => {
    const { data } = await client.models.list()
    expect(data.map(({ id }) => id)).toEqual([model])
    expect(await client.models.retrieve(model)).toMatchObject({ id: model })
  })

  it('gets the known sentence', async () => {
    const reply = await client.chat.completions.create({ model, messages })
    expect(reply.choices[0]?.message.content).toBe(KNOWN_SENTENCE)
    expect(reply.choices[0]?.finish_reason).toBe('stop')
    const { prompt_tokens, completion_tokens, total_tokens } = reply.usage!
    expect(prompt_tokens).toBeGreaterThan(10)
    // Eleven words and the token that ends the answer.
    expect(completion_tokens).toBe(KNOWN_SENTENCE.split(' ').length + 1)
    expect(total_tokens).toBe(prompt_tokens + completion_tokens)
  })

  it('gets it streamed', async () => {
    const stream = await client.chat.completions.create({
      ...{ model, messages, stream: true, stream_options: { include_usage: true } },
    })
    let text = ''
    const ends: unknown[] = []
    let usage: OpenAI.CompletionUsage | null | undefined
    let chunks = 0
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      if (chunk.choices[0]?.finish_reason != null) ends.push(chunk.choices[0].finish_reason)
      usage = chunk.usage
      chunks += 1
    }
    expect(text).toBe(KNOWN_SENTENCE)
    expect(ends).toEqual(['stop'])
    expect(usage?.completion_tokens).toBe(12)
    expect(chunks).toBeGreaterThan(8)
  })

  it('completes plain text, whole and streamed', async () => {
    const reply = await client.completions.create({ model, prompt: 'Once upon a time' })
    expect(reply.choices[0]?.text).toBe(KNOWN_SENTENCE)
    const stream = await client.completions.create({ model, prompt: 'Once', stream: true })
    let text = ''
    for await (const chunk of stream) text += chunk.choices[0]?.text ?? ''
    expect(text).toBe(KNOWN_SENTENCE)
  })

  it('cuts the answer where it is told to', async () => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- what older programs send
    const short = await client.chat.completions.create({ model, messages, max_tokens: 3 })
    expect(short.choices[0]?.message.content).toBe('The key is')
    expect(short.choices[0]?.finish_reason).toBe('length')
    expect(short.usage?.completion_tokens).toBe(3)
    for (const stop of ['stays', ['on this', 'never'], 'wer st', ' answer']) {
      const reply = await client.chat.completions.create({ model, messages, stop })
      const at = KNOWN_SENTENCE.indexOf(typeof stop === 'string' ? stop : stop[0]!)
      expect(reply.choices[0]?.message.content).toBe(KNOWN_SENTENCE.slice(0, at))
      expect(reply.choices[0]?.finish_reason).toBe('stop')
    }
  })

  it('never streams a part of what the answer is cut at', async () => {
    const stream = await client.chat.completions.create({
      ...{ model, messages, stream: true, stop: 'answer stays' },
    })
    let text = ''
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    expect(text).toBe('The key is yours and the ')
  })

  it('may set every sampling parameter', async () => {
    const reply = await client.chat.completions.create({
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- what programs send
      ...{ model, messages, temperature: 0, top_p: 0.9, seed: 42 },
      ...{ frequency_penalty: 0.1, presence_penalty: 0.1, max_completion_tokens: 50 },
    })
    expect(reply.choices[0]?.message.content).toBe(KNOWN_SENTENCE)
  })

  it('goes on with an answer that was begun', async () => {
    const begun = [...messages, { role: 'assistant' as const, content: 'Well,' }]
    const reply = await client.chat.completions.create({ model, messages: begun })
    expect(reply.choices[0]?.message.content).toContain('The key is')
  })

  it('gets errors as its own classes', async () => {
    const long = [{ role: 'user' as const, content: 'x'.repeat(20_000) }]
    await expect(client.chat.completions.create({ model, messages: long })).rejects.toMatchObject({
      constructor: OpenAI.BadRequestError,
      code: 'context_length_exceeded',
      param: 'messages',
    })
    await expect(client.chat.completions.create({ model, messages, n: 2 })).rejects.toBeInstanceOf(
      OpenAI.BadRequestError,
    )
    await expect(client.models.retrieve('other/model')).rejects.toBeInstanceOf(OpenAI.NotFoundError)
  })
})

describe('several clients', () => {
  it('are all answered', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const stream = await client.chat.completions.create({
          ...{ model, stream: true, messages: [{ role: 'user', content: `Number ${index}` }] },
        })
        let text = ''
        for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
        return text
      }),
    )
    expect(answers).toEqual(Array(8).fill(KNOWN_SENTENCE))
  })

  it('may go away in the middle without costing the others a slot', async () => {
    for (let round = 0; round < 12; round += 1) {
      const stream = await client.chat.completions.create({ model, messages, stream: true })
      await stream[Symbol.asyncIterator]().next()
      stream.controller.abort()
    }
    const reply = await client.chat.completions.create({ model, messages })
    expect(reply.choices[0]?.message.content).toBe(KNOWN_SENTENCE)
  })
})

it('answers plain HTTP', async () => {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'default', messages }),
  })
  expect(response.status).toBe(200)
  expect(JSON.stringify(await response.json())).toContain(KNOWN_SENTENCE)
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' })
})
