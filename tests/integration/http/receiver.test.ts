import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm, type FileHandle } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createReceiver } from '../../../electron/http/receiver.ts'

const size = 5_000_000
const content = randomBytes(size)
const receiver = createReceiver({}, { least: 0 })

let folder: string
let file: FileHandle
let server: Server
const sockets = new Set<Socket>()
let answer: RequestListener
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubkey-receiver-'))
  file = await open(join(folder, 'file'), 'w+')
  server = createServer((incoming, outgoing) => answer(incoming, outgoing))
  server.on('connection', (socket) => sockets.add(socket))
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  sockets.clear()
  await file.close()
  await rm(folder, { recursive: true, force: true })
})

const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`
const never = new AbortController().signal
const ask = (signal = never, headers: Record<string, string> = {}) =>
  receiver.ask(url(), { headers, signal })
const written = async (): Promise<Buffer> => await readFile(join(folder, 'file'))

it('writes what comes to its place, tells of every byte, and keeps the connection', async () => {
  answer = (incoming, outgoing) => {
    outgoing.setHeader('x-range', incoming.headers.range ?? '')
    outgoing.writeHead(206, { 'content-length': size }).end(content)
  }
  for (const at of [0, 3]) {
    const reply = await ask(never, { range: 'bytes=1-2' })
    expect([reply.status, reply.headers.get('x-range')]).toEqual([206, 'bytes=1-2'])
    let told = 0
    await reply.saveTo({ fd: file.fd, at, room: size }, (bytes) => (told += bytes))
    expect(told).toBe(size)
    expect((await written()).subarray(at).equals(content)).toBe(true)
  }
  expect(sockets.size).toBe(1)
  // The server gives up the kept connection just when it is used again.
  const kept = new Set(sockets)
  answer = ({ socket }, outgoing) => {
    if (kept.has(socket)) socket.resetAndDestroy()
    else outgoing.writeHead(204).end()
  }
  expect((await ask()).status).toBe(204)
})

it('writes no more than there is room for, and hangs up on what goes on', async () => {
  answer = (_incoming, outgoing) => {
    const more = (): void => void outgoing.write(content, more)
    more()
  }
  const reply = await ask()
  let told = 0
  await reply.saveTo({ fd: file.fd, at: 0, room: 1_000_001 }, (bytes) => (told += bytes))
  expect(told).toBe(1_000_001)
  expect((await written()).equals(content.subarray(0, 1_000_001))).toBe(true)
  await vi.waitFor(() => expect([...sockets].every(({ destroyed }) => destroyed)).toBe(true))
})

it('keeps what came before the connection broke, and says how it broke', async () => {
  answer = (_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-length': size })
    outgoing.write(content.subarray(0, 700_000), () => outgoing.destroy())
  }
  const reply = await ask()
  let told = 0
  const saved = reply.saveTo({ fd: file.fd, at: 0, room: size }, (bytes) => (told += bytes))
  await expect(saved).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(told).toBe(700_000)
  expect((await written()).equals(content.subarray(0, 700_000))).toBe(true)

  answer = (incoming) => incoming.socket.resetAndDestroy()
  await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' })
  await expect(ask(never, { bad: 'a\nb' })).rejects.toThrow('The connection failed.')
})

it('stops when it is told to, and writes nothing after that', async () => {
  answer = (_incoming, outgoing) => {
    const more = (): void => void outgoing.write(content, more)
    more()
  }
  const stop = new AbortController()
  const reply = await ask(stop.signal)
  const saved = reply.saveTo({ fd: file.fd, at: 0, room: 1e12 }, () => {
    stop.abort(new Error('enough'))
  })
  await expect(saved).rejects.toThrow('enough')
  const { length } = await written()
  await vi.waitFor(() => expect([...sockets].every(({ destroyed }) => destroyed)).toBe(true))
  expect((await written()).length).toBe(length)
  await expect(ask(stop.signal)).rejects.toThrow('enough')

  // Before any reply, too.
  const silent = new AbortController()
  answer = () => {
    silent.abort(new Error('too late'))
  }
  await expect(ask(silent.signal)).rejects.toThrow('too late')
})

it('tells a disk that does not take it, and a listener that fails, from the network', async () => {
  answer = (_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-length': size }).end(content)
  }
  const readOnly = await open(join(folder, 'file'), 'r')
  try {
    const place = { fd: readOnly.fd, at: 0, room: size }
    const saved = (await ask()).saveTo(place, () => undefined)
    await expect(saved).rejects.toMatchObject({ name: 'SaveFailure', code: 'EBADF' })
  } finally {
    await readOnly.close()
  }
  const saved = (await ask()).saveTo({ fd: file.fd, at: 0, room: size }, () => {
    throw new Error('ours')
  })
  await expect(saved).rejects.toThrow('ours')
})

it('leaves to fetch what is small, needs a proxy, or carries a name', () => {
  const usual = createReceiver({ HTTPS_PROXY: 'http://proxy.test', NO_PROXY: 'near.test' })
  const large = 100_000_000
  expect(usual.receives('https://near.test/a', large)).toBe(true)
  expect(usual.receives('https://near.test/a', 1_000_000)).toBe(false)
  expect(usual.receives('https://far.test/a', large)).toBe(false)
  expect(usual.receives('https://ada:secret@near.test/a', large)).toBe(false)
})
