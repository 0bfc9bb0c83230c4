import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppFailure } from '../../../shared/errors.ts'
import { downloadModel } from '../../../electron/hub/download-model.ts'
import { createReceiver } from '../../../electron/http/receiver.ts'
import type { Fault } from '../../fixtures/hub-double/faults.ts'
import { SAMPLE, sampleWorld } from '../../fixtures/hub-double/sample-world.ts'
import { openLab, type Lab, type NeedsChange } from './lab.ts'

const size = 3 * 1024 * 1024
const model = { repo: SAMPLE.gatedModel, revision: 'main', file: SAMPLE.modelFile }

let lab: Lab
beforeEach(async () => {
  lab = await openLab(sampleWorld({ modelBytes: size }))
})
afterEach(async () => {
  expect(lab.hub.leaks()).toEqual([])
  expect(lab.logged.join('\n')).not.toMatch(/Signature=|Policy=|hf_/)
  await lab.close()
})

const blobs = async (): Promise<string[]> =>
  await readdir(join(lab.cache, `models--${model.repo.replace('/', '--')}`, 'blobs')).catch(
    () => [],
  )

const download = (change: NeedsChange = {}) => downloadModel(model, lab.needs('ada-read', change))

const onCdn = (fault: Fault, times?: number) =>
  lab.hub.setFault({ fault, server: 'cdn', ...(times === undefined ? {} : { times }) })

/** The code it fails with; what it says must hold no signed address. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  const failure = await work.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (!(failure instanceof AppFailure))
    throw new Error('It should have failed.', { cause: failure })
  expect(JSON.stringify(failure.error)).not.toMatch(/Signature|Policy|xet-bridge|hf_/)
  return failure.error.code
}

/** Faults of the connection itself, which small files meet in this thread, and large ones in another. */
const ofConnections = ['reset', 'truncated', 'empty', 'silence', 'stall', 'redirect', 'huge']
const inThread = { receiver: createReceiver({}, { least: 0 }) }
/** Each fault as small files meet it, and those of connections as large ones do too. */
function onBothRoads<Row extends [string, Fault, ...unknown[]]>(
  rows: Row[],
): (readonly [...Row, NeedsChange])[] {
  const apart = rows.filter(([, { kind }]) => ofConnections.includes(kind))
  return [
    ...rows.map((row) => [...row, {}] as const),
    ...apart.map((row) => [...row, inThread] as const),
  ]
}

describe('passing faults end well', () => {
  it.each(
    onBothRoads<[string, Fault]>([
      ['500', { kind: 'status', status: 500 }],
      ['503', { kind: 'status', status: 503 }],
      ['a reset before any reply', { kind: 'reset' }],
      ['a reset in the body', { kind: 'reset', afterBytes: 100_000 }],
      ['half the body, called whole', { kind: 'truncated' }],
      ['a portal', { kind: 'captive-portal' }],
      ['an empty reply', { kind: 'empty' }],
      ['silence', { kind: 'silence' }],
      ['a body that stops coming', { kind: 'stall', afterBytes: 100_000 }],
      ['an expired address', { kind: 'status', status: 403 }],
      ['a request to wait', { kind: 'rate-limited', resetSeconds: 1 }],
      ['a redirect to itself', { kind: 'redirect', to: '' }],
    ]),
  )('%s, twice', async (_name, fault, road) => {
    onCdn(fault, 2)
    const { modelPath } = await download({ ...road, limits: { idleMs: 400 } })
    expect((await readFile(modelPath)).length).toBe(size)
    expect(await blobs()).toHaveLength(1)
  })

  it('an address that expired on the way is asked for again', async () => {
    onCdn({ kind: 'reset', afterBytes: 1_500_000 }, 1)
    onCdn({ kind: 'status', status: 403 }, 1)
    await download()
    const asked = lab.hub.requests.map(({ server, status }) => `${server} ${status ?? 'cut'}`)
    expect(asked).toEqual(['hub 302', 'cdn 200', 'cdn 403', 'hub 302', 'cdn 206'])
  })

  it('an address that had expired before it was used is asked for again', async () => {
    lab.hub.signer.seconds = -1
    await download({
      fetch: (input, init) => {
        if (input.startsWith(lab.hub.cdnUrl)) lab.hub.signer.seconds = 3600
        return fetch(input, init)
      },
    })
    const asked = lab.hub.requests.map(({ server, status }) => `${server} ${status ?? 'cut'}`)
    expect(asked).toEqual(['hub 302', 'cdn 403', 'hub 302', 'cdn 200'])
  })

  it('a storage host that sends on elsewhere is followed, without the token', async () => {
    onCdn({ kind: 'redirect', to: `${lab.hub.cdnUrl}/elsewhere` }, 1)
    await download()
    expect(lab.hub.requests.some(({ path }) => path === '/elsewhere')).toBe(true)
  })
})

describe('lasting faults have their own error, and keep what arrived', () => {
  it.each(
    onBothRoads<[string, Fault, string]>([
      ['the connection breaks', { kind: 'reset', afterBytes: 0 }, 'download-interrupted'],
      ['nothing ever comes', { kind: 'silence' }, 'download-interrupted'],
      ['nothing comes any more', { kind: 'stall', afterBytes: 0 }, 'download-interrupted'],
      ['the address never opens', { kind: 'status', status: 403 }, 'download-interrupted'],
      ['the storage is broken', { kind: 'status', status: 500 }, 'hub-server-error'],
      ['a portal answers', { kind: 'captive-portal' }, 'hub-unexpected-reply'],
      ['it redirects in a loop', { kind: 'redirect', to: '' }, 'hub-unexpected-reply'],
      [
        'it redirects to what is not the web',
        { kind: 'redirect', to: 'file:///etc/passwd' },
        'hub-unexpected-reply',
      ],
      [
        'it asks to wait for an hour',
        { kind: 'rate-limited', resetSeconds: 3600 },
        'hub-rate-limited',
      ],
    ]),
  )('%s', async (_name, fault, code, road) => {
    onCdn({ kind: 'reset', afterBytes: 1_000_000 }, 1)
    onCdn(fault)
    expect(await codeOf(download({ ...road, limits: { idleMs: 200 } }))).toBe(code)
    const [partial = '', ...others] = await blobs()
    expect(others).toEqual([])
    expect(partial).toMatch(/\.hubkey-partial$/)
  })

  it('the Hub itself hangs up, is broken, or asks to wait', async () => {
    const path = '*/resolve/*'
    const first = lab.hub.setFault({ fault: { kind: 'reset' }, path })
    expect(await codeOf(download())).toBe('hub-unreachable')
    first.remove()
    const second = lab.hub.setFault({ fault: { kind: 'status', status: 502 }, path })
    expect(await codeOf(download())).toBe('hub-server-error')
    second.remove()
    const third = lab.hub.setFault({ fault: { kind: 'rate-limited', resetSeconds: 9 }, path })
    expect(await codeOf(download())).toBe('hub-rate-limited')
    third.remove()
    lab.hub.setFault({ fault: { kind: 'silence' }, path })
    expect(await codeOf(download({ limits: { metadataMs: 300 } }))).toBe('hub-timeout')
    expect(await blobs()).toEqual([])
  })
})

describe('damaged bytes', () => {
  it('of the right number are thrown away', async () => {
    onCdn({ kind: 'status', status: 200, body: 'x'.repeat(size) })
    expect(await codeOf(download())).toBe('checksum-mismatch')
    expect(await blobs()).toEqual([])
    lab.hub.clearFaults()
    await download()
    expect(await blobs()).toHaveLength(1)
  })

  it.each([{}, inThread])('without end are cut off', async (road) => {
    onCdn({ kind: 'huge', bytes: 1_000_000_000 })
    expect(await codeOf(download(road))).toBe('checksum-mismatch')
    expect(await blobs()).toEqual([])
  })
})

describe('what the Hub says of a file must be of use', () => {
  it.each([
    ['no commit', { 'X-Repo-Commit': 'main' }],
    ['a climbing ETag', { 'X-Linked-ETag': '"../../../evil"' }],
    ['an ETag that proves nothing', { 'X-Linked-ETag': '"abc"' }],
    ['no size', { 'X-Linked-Size': 'many' }],
    ['a negative size', { 'X-Linked-Size': '-1' }],
  ])('%s is refused', async (_name, wrong) => {
    const headers = {
      'X-Repo-Commit': 'a'.repeat(40),
      'X-Linked-ETag': `"${'b'.repeat(64)}"`,
      'X-Linked-Size': '10',
      Location: `${lab.hub.cdnUrl}/x`,
      ...wrong,
    }
    lab.hub.setFault({ fault: { kind: 'status', status: 302, headers }, path: '*/resolve/*' })
    expect(await codeOf(download())).toBe('hub-unexpected-reply')
    expect(await blobs()).toEqual([])
  })

  it('a redirect of the Hub to a stranger carries no token there', async () => {
    onCdn({ kind: 'status', status: 500 })
    expect(await codeOf(download())).toBe('hub-server-error')
    const carried = lab.hub.requests.filter(({ authorization }) => authorization !== undefined)
    expect(new Set(carried.map(({ server }) => server))).toEqual(new Set(['hub']))
  })
})

describe('the disk', () => {
  const head = (size: number) => ({
    'X-Repo-Commit': 'a'.repeat(40),
    'X-Linked-ETag': `"${'b'.repeat(64)}"`,
    'X-Linked-Size': String(size),
    Location: `${lab.hub.cdnUrl}/x`,
  })

  it('that cannot hold the file is told before a byte', async () => {
    const fault = { kind: 'status', status: 302, headers: head(2 ** 52) } as const
    lab.hub.setFault({ fault, path: '*/resolve/*' })
    expect(await codeOf(download())).toBe('disk-full')
    expect(lab.hub.requests.some(({ server }) => server === 'cdn')).toBe(false)
  })

  it('that cannot be written to is told as such', async () => {
    const file = join(lab.home, 'a-file')
    await writeFile(file, '')
    expect(await codeOf(download({ env: { HF_HUB_CACHE: file } }))).toBe('store-write-failed')
  })
})
