import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { downloadModel } from '../../../electron/hub/download-model.ts'
import { decodeMap } from '../../../electron/hub/download/partial-map.ts'
import type { Progress } from '../../../electron/hub/download/progress.ts'
import { SAMPLE, sampleWorld } from '../../fixtures/hub-double/sample-world.ts'
import { openLab, type Lab } from './lab.ts'

const size = 6 * 1024 * 1024
const model = { repo: SAMPLE.openModel, revision: 'main', file: SAMPLE.modelFile }

let lab: Lab
beforeEach(async () => {
  lab = await openLab(sampleWorld({ modelBytes: size }))
})
afterEach(() => lab.close())

const blobs = (): string => join(lab.cache, `models--${model.repo.replace('/', '--')}`, 'blobs')

const slowly = (bytesPerSecond = 4 * 1024 * 1024) =>
  lab.hub.setFault({ fault: { kind: 'slow', bytesPerSecond }, server: 'cdn' })

/** How many bytes an unfinished file says that it holds. */
async function receivedIn(partial: string): Promise<number> {
  const map = decodeMap((await readFile(partial)).subarray(size), size)
  return map?.written.reduce((sum, [start, end]) => sum + end - start, 0) ?? 0
}

/** Where each request to the storage host began. */
const offsets = (): number[] =>
  lab.hub.requests
    .filter(({ server }) => server === 'cdn')
    .map(({ headers }) => Number(/bytes=(\d+)-/.exec(headers['range'] ?? '')?.[1] ?? 0))

async function isWhole(path: string): Promise<boolean> {
  const { createHash } = await import('node:crypto')
  const bytes = await readFile(path)
  const [name] = await readdir(blobs())
  return bytes.length === size && createHash('sha256').update(bytes).digest('hex') === name
}

describe('a download that was cut', () => {
  it('by the user goes on where it stopped, and cancelling takes less than a second', async () => {
    slowly()
    const abort = new AbortController()
    let cancelledAt = 0
    const running = downloadModel(
      {
        ...model,
        signal: abort.signal,
        onProgress: ({ receivedBytes }) => {
          if (receivedBytes < size / 3 || abort.signal.aborted) return
          cancelledAt = performance.now()
          abort.abort()
        },
      },
      lab.needs(),
    )
    await expect(running).rejects.toMatchObject({ error: { code: 'download-cancelled' } })
    expect(performance.now() - cancelledAt).toBeLessThan(1000)
    const [partial] = await readdir(blobs())
    expect(partial).toMatch(/^[0-9a-f]{64}\.\d+-\d+-[0-9a-f]{8}\.hubkey-partial$/)
    const kept = await receivedIn(join(blobs(), partial ?? ''))
    expect(kept).toBeGreaterThanOrEqual(size / 3)

    lab.hub.clearFaults()
    lab.hub.clearRequests()
    const seen: Progress[] = []
    const { modelPath } = await downloadModel(
      { ...model, onProgress: (progress) => seen.push(progress) },
      lab.needs(),
    )
    expect(offsets()).toEqual([kept])
    expect(seen[0]?.receivedBytes).toBe(kept)
    expect(await isWhole(modelPath)).toBe(true)
  })

  it('by kill -9 goes on where it stopped', async () => {
    slowly()
    const child = startChild()
    const partial = await until(async () => {
      const [name] = await readdir(blobs()).catch(() => [])
      const path = join(blobs(), name ?? '')
      return name !== undefined && (await receivedIn(path)) > size / 3 ? path : null
    })
    child.kill('SIGKILL')
    await once(child, 'exit')
    const kept = await receivedIn(partial)
    expect(kept).toBeLessThan(size)

    lab.hub.clearFaults()
    lab.hub.clearRequests()
    const { modelPath } = await downloadModel(model, lab.needs())
    expect(offsets()).toEqual([kept])
    expect(await isWhole(modelPath)).toBe(true)
    expect(await readdir(blobs())).toHaveLength(1)
  })

  it('by a lost connection goes on by itself, each time from where it was', async () => {
    lab.hub.setFault({
      fault: { kind: 'reset', afterBytes: 1024 * 1024 },
      server: 'cdn',
      times: 4,
    })
    const { modelPath } = await downloadModel(model, lab.needs())
    expect(offsets()).toHaveLength(5)
    // A reset may destroy bytes that were sent and not yet read; what was read is not asked for again.
    const rises = offsets().map((offset, index) => offset - (offsets()[index - 1] ?? -1))
    expect(Math.min(...rises)).toBeGreaterThan(0)
    expect(await isWhole(modelPath)).toBe(true)
  })
})

describe('what an earlier attempt left', () => {
  const leave = async (change: (bytes: Buffer) => Buffer): Promise<void> => {
    const { modelPath } = await downloadModel(model, lab.needs())
    const [etag = ''] = await readdir(blobs())
    const bytes = change(await readFile(modelPath))
    // A process number that cannot exist any more: beyond Linux's largest.
    const host = await ownHost()
    await rename(join(blobs(), etag), join(blobs(), `${etag}.4999999-1-${host}.hubkey-partial`))
    const [name = ''] = await readdir(blobs())
    await writeFile(join(blobs(), name), bytes)
    lab.hub.clearRequests()
  }

  it('and is whole needs no further byte', async () => {
    await leave((bytes) => bytes)
    await downloadModel(model, lab.needs())
    expect(offsets()).toEqual([])
  })

  it('and is too long is not trusted', async () => {
    await leave((bytes) => Buffer.concat([bytes, bytes]))
    const { modelPath } = await downloadModel(model, lab.needs())
    expect(offsets()).toEqual([0])
    expect(await isWhole(modelPath)).toBe(true)
  })

  it('and is damaged is found out, thrown away and fetched anew', async () => {
    await leave((bytes) => Buffer.alloc(bytes.length / 2))
    const { modelPath } = await downloadModel(model, lab.needs())
    expect(offsets()).toEqual([size / 2, 0])
    expect(await isWhole(modelPath)).toBe(true)
  })

  it('is fetched anew when the server knows no ranges', async () => {
    await leave((bytes) => bytes.subarray(0, bytes.length / 2))
    const needs = lab.needs(null, {
      fetch: (input, init) => {
        const headers = new Headers(init?.headers)
        headers.delete('range')
        return fetch(input, { ...init, headers })
      },
    })
    const { modelPath } = await downloadModel(model, needs)
    expect(offsets()).toEqual([0])
    expect(await isWhole(modelPath)).toBe(true)
  })

  it('is fetched anew when the server refuses the range', async () => {
    await leave((bytes) => bytes.subarray(0, bytes.length / 2))
    lab.hub.setFault({ fault: { kind: 'status', status: 416 }, server: 'cdn', times: 1 })
    const { modelPath } = await downloadModel(model, lab.needs())
    expect(offsets()).toEqual([size / 2, 0])
    expect(await isWhole(modelPath)).toBe(true)
  })
})

describe('several at once', () => {
  it('in one process share one transfer; one who leaves does not stop it', async () => {
    slowly(8 * 1024 * 1024)
    const abort = new AbortController()
    const leaver = downloadModel({ ...model, signal: abort.signal }, lab.needs())
    const stayers = [downloadModel(model, lab.needs()), downloadModel(model, lab.needs())]
    setTimeout(() => {
      abort.abort()
    }, 200)
    await expect(leaver).rejects.toMatchObject({ error: { code: 'download-cancelled' } })
    const [one, two] = await Promise.all(stayers)
    expect(one).toEqual(two)
    expect(offsets()).toEqual([0])
    expect(await isWhole(one?.modelPath ?? '')).toBe(true)
  })

  it('in one process can start again right after the last one left', async () => {
    slowly()
    const abort = new AbortController()
    const first = downloadModel(
      {
        ...model,
        signal: abort.signal,
        onProgress: ({ receivedBytes }) => {
          if (receivedBytes > size / 4) abort.abort()
        },
      },
      lab.needs(),
    )
    const cancelled = expect(first).rejects.toMatchObject({ error: { code: 'download-cancelled' } })
    await until(() => Promise.resolve(abort.signal.aborted ? true : null))
    const second = downloadModel(model, lab.needs())
    await cancelled
    expect(await isWhole((await second).modelPath)).toBe(true)
    expect(offsets()[1]).toBeGreaterThan(size / 4)
  })

  it('in two processes: the second waits, watches, and uses the result', async () => {
    slowly()
    const child = startChild()
    await until(async () => ((await readdir(blobs()).catch(() => [])).length > 0 ? true : null))
    await pause(200)
    const seen: Progress[] = []
    const { modelPath } = await downloadModel(
      { ...model, onProgress: (progress) => seen.push(progress) },
      lab.needs(),
    )
    const [code] =
      child.exitCode === null ? ((await once(child, 'exit')) as [number]) : [child.exitCode]
    expect(code).toBe(0)
    expect(seen.length).toBeGreaterThan(2)
    expect(offsets()).toEqual([0])
    expect(await isWhole(modelPath)).toBe(true)
  })

  it('in two processes: when the first is killed, the second goes on with its bytes', async () => {
    slowly()
    const child = startChild()
    await until(async () => ((await readdir(blobs()).catch(() => [])).length > 0 ? true : null))
    const second = downloadModel(model, lab.needs())
    await pause(500)
    child.kill('SIGKILL')
    const { modelPath } = await second
    expect(offsets()).toHaveLength(2)
    expect(offsets()[1]).toBeGreaterThan(0)
    expect(await isWhole(modelPath)).toBe(true)
  })
})

/** Downloads the model in a process of its own. */
function startChild() {
  const script = fileURLToPath(new URL('./download-child.ts', import.meta.url))
  const job = JSON.stringify({ endpoint: lab.hub.url, home: lab.home, ...model })
  return spawn(process.execPath, ['--import', 'tsx', script, job], { stdio: 'inherit' })
}

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (let turn = 0; turn < 1000; turn += 1) {
    const found = await look()
    if (found !== null) return found
    await pause(10)
  }
  throw new Error('It did not happen within ten seconds.')
}

async function ownHost(): Promise<string> {
  const { createHash } = await import('node:crypto')
  const { hostname } = await import('node:os')
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
}
