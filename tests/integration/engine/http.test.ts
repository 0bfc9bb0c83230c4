import { connect } from 'node:net'
import type { Server } from 'node:http'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createEngineApp } from '../../../electron/engine/http/app.ts'
import { listen } from '../../../electron/engine/server.ts'
import { FakeModel } from '../../unit/engine/fake-model.ts'

let model: FakeModel
let server: Server
let port: number

beforeEach(async () => {
  model = new FakeModel()
  model.isEndless = true
  const app = createEngineApp({
    modelId: model.id,
    model: () => model,
    metrics: () => '',
    onFailure: (cause) => {
      throw cause
    },
  })
  ;({ server, port } = await listen(app, 0))
})
afterEach(() => {
  model.isEndless = false
  server.closeAllConnections()
  server.close()
})

it.each([true, false])(
  'stops generating when the client goes away (stream: %s)',
  async (stream) => {
    const leave = new AbortController()
    const answer = fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }], stream }),
      signal: leave.signal,
    }).then(async (response) => response.text())
    answer.catch(() => undefined)
    await vi.waitFor(() => {
      expect(model.asked).toHaveLength(1)
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(model.asked[0]?.signal.aborted).toBe(false)
    leave.abort()
    await vi.waitFor(() => {
      expect(model.asked[0]?.signal.aborted).toBe(true)
    })
  },
)

it('refuses a request without a host', async () => {
  const reply = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /health HTTP/1.0\r\n\r\n'))
    let text = ''
    socket.on('data', (data) => (text += data.toString()))
    socket.on('end', () => {
      resolve(text)
    })
    socket.on('error', reject)
  })
  expect(reply).toMatch(/^HTTP\/1\.1 (?:400|403) /)
})

it('listens on the loopback interface alone', () => {
  expect(server.address()).toMatchObject({ address: '127.0.0.1', port })
})

it('says when the port is taken', async () => {
  const app = createEngineApp({
    modelId: 'x',
    model: () => null,
    metrics: () => '',
    onFailure: () => undefined,
  })
  await expect(listen(app, port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

it('takes no more of a body than its limit', async () => {
  const headers = { 'content-type': 'application/json' }
  const url = `http://127.0.0.1:${port}/v1/chat/completions`
  const body = new ReadableStream({
    pull: (controller) => {
      controller.enqueue(Buffer.alloc(1024 * 1024, 'x'))
    },
  })
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body, duplex: 'half' }
  // Sent without end: the server answers and hangs up, or just hangs up.
  const outcome = await fetch(url, init).then(
    (response) => response.status,
    () => 'hung up',
  )
  expect([413, 'hung up']).toContain(outcome)
  expect(model.asked).toEqual([])
})
