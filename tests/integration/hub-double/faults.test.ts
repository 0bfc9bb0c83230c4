import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Fault } from '../../fixtures/hub-double/faults.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { SAMPLE, sampleWorld } from '../../fixtures/hub-double/sample-world.ts'
import { ask } from './ask.ts'

const WHOAMI = '/api/whoami-v2'
const FILE = `/${SAMPLE.openModel}/resolve/main/${SAMPLE.modelFile}`

let hub: HubDouble
beforeAll(async () => {
  hub = await startHubDouble({ world: sampleWorld({ modelBytes: 4_000_000 }) })
})
afterAll(() => hub.close())
afterEach(() => {
  hub.clearFaults()
  hub.clearRequests()
})

function askWith(fault: Fault, options: Parameters<typeof ask>[2] = {}): Promise<Response> {
  hub.setFault({ path: WHOAMI, fault })
  return ask(hub, WHOAMI, { as: 'ada-read', ...options })
}

/** Reads until the body ends or breaks. */
async function drain(reply: Response): Promise<{ bytes: number; broken: boolean }> {
  let bytes = 0
  try {
    for await (const chunk of reply.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
    }
    return { bytes, broken: false }
  } catch {
    return { bytes, broken: true }
  }
}

describe('replies that are wrong', () => {
  test.each([500, 503, 403])('a fixed status: %d', async (status) => {
    const headers = { 'Retry-After': '7' }
    const reply = await askWith({ kind: 'status', status, body: '<b>no</b>', headers })
    expect([reply.status, reply.headers.get('Retry-After'), await reply.text()]).toEqual([
      status,
      '7',
      '<b>no</b>',
    ])
  })

  test('the Hub’s 429, with and without the standard header', async () => {
    const reply = await askWith({ kind: 'rate-limited', resetSeconds: 42, retryAfter: 9 })
    expect(reply.status).toBe(429)
    expect(reply.headers.get('RateLimit')).toBe('"api";r=0;t=42')
    expect(reply.headers.get('Retry-After')).toBe('9')
    hub.clearFaults()
    const bare = await askWith({ kind: 'rate-limited', resetSeconds: 1 })
    expect(bare.headers.has('Retry-After')).toBe(false)
  })

  test.each([200, 503])('a captive portal with %d', async (status) => {
    const reply = await askWith({ kind: 'captive-portal', status })
    expect(reply.status).toBe(status)
    expect(reply.headers.get('Content-Type')).toContain('text/html')
    expect(await reply.text()).toMatch(/^<!doctype html>/)
  })

  test('garbage that claims to be JSON', async () => {
    const reply = await askWith({ kind: 'garbage' })
    expect(reply.headers.get('Content-Type')).toContain('application/json')
    await expect(reply.json()).rejects.toThrow()
  })

  test('JSON that stops half-way, in a reply that is whole', async () => {
    const reply = await askWith({ kind: 'truncated' })
    expect(reply.status).toBe(200)
    const text = await reply.text()
    expect(reply.headers.get('Content-Length')).toBe(String(text.length))
    expect(text).toMatch(/^\{"type":"user"/)
    expect(() => JSON.parse(text) as unknown).toThrow()
  })

  test('nothing: 204', async () => {
    const reply = await askWith({ kind: 'empty' })
    expect([reply.status, await reply.text()]).toEqual([204, ''])
  })

  test('fifty megabytes of good JSON', async () => {
    const reply = await askWith({ kind: 'huge', bytes: 50_000_000 })
    expect(reply.headers.get('Content-Length')).toBeNull()
    expect(await drain(reply)).toEqual({ bytes: 50_000_000, broken: false })
  })

  test('a redirect to another host', async () => {
    const reply = await askWith({ kind: 'redirect', to: `${hub.cdnUrl}/elsewhere`, status: 301 })
    expect([reply.status, reply.headers.get('Location')]).toEqual([301, `${hub.cdnUrl}/elsewhere`])
  })

  test('a faulty reply carries no trace of the real one', async () => {
    const reply = await askWith({ kind: 'captive-portal' })
    expect(reply.headers.has('X-Request-Id')).toBe(false)
    expect(reply.headers.has('RateLimit')).toBe(false)
  })
})

describe('replies that do not come, or not whole', () => {
  test('silence, until the client gives up', async () => {
    const signal = AbortSignal.timeout(200)
    await expect(askWith({ kind: 'silence' }, { signal })).rejects.toThrow(/timeout/)
    expect(hub.requests[0]).toMatchObject({ fault: 'silence' })
    expect(hub.requests[0]?.status).toBeUndefined()
  })

  test('a reply that comes late', async () => {
    const start = performance.now()
    const reply = await askWith({ kind: 'delay', milliseconds: 150 })
    expect(performance.now() - start).toBeGreaterThan(140)
    expect(await reply.json()).toMatchObject({ name: 'ada' })
  })

  test('a connection cut before the reply', async () => {
    await expect(askWith({ kind: 'reset' })).rejects.toThrow('fetch failed')
  })

  test('a connection cut in the middle of the body', async () => {
    hub.setFault({ server: 'cdn', fault: { kind: 'reset', afterBytes: 1_000_000 } })
    const reply = await fetch(hub.url + FILE)
    expect(reply.status).toBe(200)
    expect(await drain(reply)).toEqual({ bytes: 1_000_000, broken: true })
  })

  test('a body that stops coming, on a connection that stays', async () => {
    hub.setFault({ server: 'cdn', fault: { kind: 'stall', afterBytes: 100_000 } })
    const reader = (await fetch(hub.url + FILE)).body!.getReader()
    let bytes = 0
    while (bytes < 100_000) bytes += (await reader.read()).value?.byteLength ?? 0
    const more = reader.read().then(
      () => 'more',
      () => 'broken',
    )
    const nothing = new Promise((resolve) => setTimeout(resolve, 100, 'nothing'))
    expect([bytes, await Promise.race([more, nothing])]).toEqual([100_000, 'nothing'])
    await reader.cancel()
  })

  test('a body that drips', async () => {
    const start = performance.now()
    const reply = await askWith({ kind: 'slow', bytesPerSecond: 2000 })
    const { length } = await reply.text()
    expect(performance.now() - start).toBeGreaterThan((length / 2000) * 1000 * 0.8)
  })

  test('a download slow enough to watch, and to cancel half-way', async () => {
    hub.setFault({ server: 'cdn', fault: { kind: 'slow', bytesPerSecond: 2_000_000 } })
    const abort = new AbortController()
    const reply = await fetch(hub.url + FILE, { signal: abort.signal })
    const seen: number[] = []
    let bytes = 0
    const watching = (async () => {
      for await (const chunk of reply.body as unknown as AsyncIterable<Uint8Array>) {
        bytes += chunk.length
        seen.push(bytes)
        if (bytes > 1_000_000) abort.abort()
      }
    })()
    await expect(watching).rejects.toThrow(/abort/)
    expect(seen.length).toBeGreaterThan(5)
    expect(bytes).toBeLessThan(4_000_000)
  })

  test('closing the double does not wait for anybody', async () => {
    const other = await startHubDouble()
    other.setFault({ path: WHOAMI, fault: { kind: 'silence' } })
    const hanging = ask(other, WHOAMI).catch((error: unknown) => error)
    await expect.poll(() => other.requests.length).toBe(1)
    const start = performance.now()
    await other.close()
    expect(performance.now() - start).toBeLessThan(1000)
    expect(await hanging).toBeInstanceOf(Error)
  })
})

describe('when a fault strikes', () => {
  const broken: Fault = { kind: 'status', status: 500 }
  const statuses = async (paths: readonly string[]) => {
    const all: number[] = []
    for (const path of paths) all.push((await ask(hub, path, { as: 'ada-read' })).status)
    return all
  }

  test('so many times, after letting some pass', async () => {
    const fault = hub.setFault({ path: WHOAMI, fault: broken, skip: 1, times: 2 })
    expect(await statuses(Array(5).fill(WHOAMI) as string[])).toEqual([200, 500, 500, 200, 200])
    expect(fault.hits).toBe(2)
  })

  test('only on its path, by star or pattern', async () => {
    hub.setFault({ path: '/api/models/*/auth-check', fault: broken })
    const check = `/api/models/${SAMPLE.openModel}/auth-check`
    expect(await statuses([check, WHOAMI, `${check}/write`])).toEqual([500, 200, 403])
    hub.clearFaults()
    hub.setFault({ path: /whoami/, fault: broken })
    expect(await statuses([check, WHOAMI])).toEqual([200, 500])
  })

  test('only on its method, its host, or by any other condition', async () => {
    hub.setFault({ method: 'HEAD', fault: broken })
    hub.setFault({ server: 'cdn', fault: broken })
    hub.setFault({ when: (request) => request.authorization?.token === 'bob-read', fault: broken })
    expect(await statuses([WHOAMI])).toEqual([200])
    expect((await ask(hub, WHOAMI, { as: 'ada-read', method: 'HEAD' })).status).toBe(500)
    expect((await ask(hub, WHOAMI, { as: 'bob-read' })).status).toBe(500)
    expect((await fetch(hub.url + FILE)).status).toBe(500)
  })

  test('the first that matches, until it is removed', async () => {
    const first = hub.setFault({ path: WHOAMI, fault: broken })
    hub.setFault({ path: WHOAMI, fault: { kind: 'status', status: 503 } })
    expect(await statuses([WHOAMI])).toEqual([500])
    first.remove()
    expect(await statuses([WHOAMI])).toEqual([503])
  })

  test('given at the start', async () => {
    const faults = [{ path: WHOAMI, fault: broken, times: 1 }]
    const other = await startHubDouble({ faults })
    expect((await ask(other, WHOAMI)).status).toBe(500)
    expect((await ask(other, WHOAMI)).status).toBe(401)
    await other.close()
  })
})
