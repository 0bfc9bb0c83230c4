import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { downloadModel } from '../../../electron/hub/download-model.ts'
import { encodeMap, slotBytes } from '../../../electron/hub/download/partial-map.ts'
import { startOfSystem } from '../../../electron/hub/download/start-of-system.ts'
import type { HubNeeds } from '../../../electron/hub/needs.ts'
import type { Fault } from '../../fixtures/hub-double/faults.ts'
import { openLab, type Lab } from './lab.ts'

const megabyte = 1024 * 1024
const model = { repo: 'hubkey-tests/large', revision: 'main', file: 'large.gguf' }
let content: Buffer
beforeAll(() => {
  content = randomBytes(50 * megabyte + 7)
})

let lab: Lab
beforeEach(async () => {
  lab = await openLab({
    users: [],
    orgs: [],
    tokens: [],
    repos: [{ id: model.repo, files: { [model.file]: content } }],
  })
})
afterEach(async () => {
  expect(lab.hub.leaks()).toEqual([])
  await lab.close()
})

const blobs = (): string => join(lab.cache, 'models--hubkey-tests--large', 'blobs')
const onCdn = (fault: Fault, rule: { times?: number; skip?: number } = {}) =>
  lab.hub.setFault({ fault, server: 'cdn', ...rule })

/** The ranges that were asked of the storage host, in order. */
function ranges(): [start: number, end: number][] {
  return lab.hub.requests
    .filter(({ server }) => server === 'cdn')
    .map(({ headers }) => {
      const [, start, last] = /^bytes=(\d+)-(\d+)$/.exec(headers['range'] ?? '') ?? []
      return [Number(start), Number(last) + 1] as [number, number]
    })
    .sort(([a], [b]) => a - b)
}

async function arrivesWhole(change: Parameters<Lab['needs']>[1] = {}): Promise<void> {
  const { modelPath } = await downloadModel(model, lab.needs(null, change))
  expect((await readFile(modelPath)).equals(content)).toBe(true)
  expect(await readdir(blobs())).toHaveLength(1)
}

describe('a large file', () => {
  it('comes in ranges, several at once, none of them twice', async () => {
    let open = 0
    let most = 0
    const watched: HubNeeds['fetch'] = async (input, init) => {
      if (!input.startsWith(lab.hub.cdnUrl)) return await fetch(input, init)
      open += 1
      most = Math.max(most, open)
      return await fetch(input, init).finally(() => {
        setTimeout(() => {
          open -= 1
        }, 50)
      })
    }
    await arrivesWhole({ fetch: watched })
    expect(most).toBeGreaterThan(2)
    expect(ranges().map(([start]) => start)).toEqual(
      [0, ...ranges().map(([, end]) => end)].slice(0, -1),
    )
    expect(ranges().at(-1)?.[1]).toBe(content.length)
  })

  it.each<[string, Fault, { times?: number; skip?: number }]>([
    ['cut connections', { kind: 'reset', afterBytes: 300_000 }, { times: 6 }],
    ['a server that is broken for a while', { kind: 'status', status: 503 }, { skip: 1, times: 5 }],
    ['a request to go slower', { kind: 'rate-limited', resetSeconds: 0 }, { skip: 1, times: 5 }],
    ['addresses that expire', { kind: 'status', status: 403 }, { skip: 1, times: 4 }],
    ['bodies that end early', { kind: 'truncated' }, { times: 5 }],
    ['a range that was not asked for', wrongRange(), { skip: 1, times: 2 }],
  ])('survives %s', async (_name, fault, rule) => {
    onCdn(fault, rule)
    await arrivesWhole()
  })

  it('comes whole from a server that suddenly knows no ranges', async () => {
    const needs = lab.needs(null, {
      fetch: (input, init) => {
        const headers = new Headers(init?.headers)
        headers.delete('range')
        return fetch(input, { ...init, headers })
      },
    })
    const { modelPath } = await downloadModel(model, needs)
    expect((await readFile(modelPath)).equals(content)).toBe(true)
  })

  it('fetches a fresh address once, however many connections found the old one expired', async () => {
    onCdn({ kind: 'status', status: 403 }, { skip: 1, times: 4 })
    await arrivesWhole()
    const heads = lab.hub.requests.filter(({ method }) => method === 'HEAD')
    expect(heads.length).toBeLessThanOrEqual(3)
  })
})

describe('content that changes on the way', () => {
  it('under another ETag of the storage is asked for again, and the hash decides', async () => {
    const needs = lab.needs(null, {
      fetch: async (input, init) => {
        const reply = await fetch(input, init)
        const isLater = ranges().length === 2
        if (!input.startsWith(lab.hub.cdnUrl) || !isLater) return reply
        const headers = new Headers(reply.headers)
        headers.set('etag', '"another"')
        return new Response(reply.body, { status: reply.status, headers })
      },
    })
    const { modelPath } = await downloadModel(model, needs)
    expect((await readFile(modelPath)).equals(content)).toBe(true)
  })

  it('on the Hub itself ends with an error of its own, and no blob', async () => {
    onCdn({ kind: 'status', status: 403 }, { skip: 1, times: 1 })
    const headers = {
      'X-Repo-Commit': 'a'.repeat(40),
      'X-Linked-ETag': `"${'b'.repeat(64)}"`,
      'X-Linked-Size': String(content.length),
      Location: `${lab.hub.cdnUrl}/x`,
    }
    lab.hub.setFault({
      fault: { kind: 'status', status: 302, headers },
      path: '*/resolve/*',
      skip: 1,
    })
    await expect(downloadModel(model, lab.needs())).rejects.toMatchObject({
      error: { code: 'file-changed' },
    })
    expect(await readdir(blobs())).toEqual([expect.stringMatching(/\.hubkey-partial$/)])
  })

  it('to other bytes of the same length is thrown away', async () => {
    const needs = lab.needs(null, {
      fetch: async (input, init) => {
        const reply = await fetch(input, init)
        if (!input.startsWith(lab.hub.cdnUrl) || reply.status !== 206) return reply
        const bytes = Buffer.from(await reply.arrayBuffer())
        bytes.writeUInt8(bytes.readUInt8(5) ^ 1, 5)
        return new Response(bytes, { status: 206, headers: reply.headers })
      },
    })
    await expect(downloadModel(model, needs)).rejects.toMatchObject({
      error: { code: 'checksum-mismatch' },
    })
    expect(await readdir(blobs())).toEqual([])
  })
})

describe('a file with holes that a dead process left', () => {
  const written: [number, number][] = [
    [0, 9 * megabyte],
    [20 * megabyte, 30 * megabyte],
    [45 * megabyte, 46 * megabyte],
  ]

  /** Leaves the given ranges as a process that was killed under this run of the system, or another. */
  async function leave(system: string, synced: [number, number][]): Promise<void> {
    await arrivesWhole()
    const [etag = ''] = await readdir(blobs())
    const bytes = Buffer.alloc(content.length)
    for (const [start, end] of written) content.copy(bytes, start, start, end)
    const map = encodeMap({ turn: 1, system, written, synced })
    const torn = Buffer.alloc(slotBytes, 'torn')
    const left = join(blobs(), `${etag}.4999999-1-${ownHost()}.hubkey-partial`)
    await rm(join(blobs(), etag))
    await writeFile(left, Buffer.concat([bytes, torn, map]))
    lab.hub.clearRequests()
  }
  const asked = (): number => ranges().reduce((sum, [start, end]) => sum + end - start, 0)

  it('is filled up, and only that', async () => {
    await leave(startOfSystem(), [])
    await arrivesWhole()
    expect(asked()).toBe(content.length - 20 * megabyte)
    for (const [start, end] of written) {
      expect(ranges().some(([from, to]) => from < end && to > start)).toBe(false)
    }
  })

  it('is believed after a power cut only as far as it was on the disk', async () => {
    await leave('an earlier run', [[0, 5 * megabyte]])
    await arrivesWhole()
    expect(asked()).toBe(content.length - 5 * megabyte)
  })
})

function wrongRange(): Fault {
  return {
    kind: 'status',
    status: 206,
    body: 'x',
    headers: { 'Content-Range': 'bytes 1-1/9' },
  }
}

function ownHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
}
