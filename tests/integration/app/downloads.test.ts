import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Downloads } from '../../../electron/app/downloads.ts'
import { createState, type State } from '../../../electron/app/state.ts'
import type { DownloadView } from '../../../shared/domain/download.ts'
import { sampleWorld } from '../../fixtures/hub-double/sample-world.ts'
import { buildKnownAnswerModel } from '../../fixtures/known-answer-model/known-answer-model.ts'
import { openLab, type Lab } from '../hub/lab.ts'

const megabyte = 1024 * 1024
const repo = 'hubkey-tests/many'
const patience = { timeout: 15_000, interval: 20 }

/** Models of different sizes, so that each is a blob of its own. */
const model = (megabytes: number): Buffer =>
  buildKnownAnswerModel({ padToBytes: megabytes * megabyte })
const lfs = '*.gguf filter=lfs diff=lfs merge=lfs -text\n'
const files = {
  '.gitattributes': lfs,
  'a.gguf': model(4),
  'b.gguf': model(3),
  'c.gguf': model(2),
  'd.gguf': model(1),
}
const older = model(5)
const revisions = { 'v1.0': { '.gitattributes': lfs, 'a.gguf': older } }

let lab: Lab
let state: State
let downloads: Downloads
/** The most that moved at one time. */
let mostMoving: number

beforeEach(async () => {
  lab = await openLab({ ...sampleWorld(), repos: [{ id: repo, files, revisions }] })
  state = createState(
    '',
    { theme: 'system', oauthClientId: null, envFolders: [] },
    lab.needs().clock,
  )
  mostMoving = 0
  state.subscribe((snapshot) => {
    const moving = snapshot.downloads.filter((each) => each.state === 'running')
    mostMoving = Math.max(mostMoving, moving.length)
  })
  const hub = lab.needs(null, { limits: { firstWaitMs: 50, longestWaitMs: 200 } })
  downloads = new Downloads({ hub, state, report: () => 'reference' })
})
afterEach(async () => {
  downloads.cancelAll()
  await vi.waitFor(() => {
    expect(Object.values(states())).not.toContain('running')
  }, patience)
  await lab.close()
})

const slowly = (bytesPerSecond = megabyte) =>
  lab.hub.setFault({ fault: { kind: 'slow', bytesPerSecond }, server: 'cdn' })
const start = (file: string, revision = 'main') => downloads.start({ repo, revision, file })
const cancelled = { error: { code: 'download-cancelled' } }

function states(): Record<string, DownloadView['state']> {
  return Object.fromEntries(
    state.get().downloads.map((each) => [each.path ?? each.repo, each.state]),
  )
}

function view(id: string): DownloadView {
  const found = state.get().downloads.find((each) => each.id === id)
  if (found === undefined) throw new Error('This download is not listed.')
  return found
}

async function becomes(id: string, wanted: DownloadView['state']): Promise<void> {
  await vi.waitFor(() => {
    expect(view(id).state).toBe(wanted)
  }, patience)
}

async function receives(id: string, bytes: number): Promise<void> {
  await vi.waitFor(() => {
    expect(view(id).receivedBytes).toBeGreaterThan(bytes)
  }, patience)
}

describe('going on', () => {
  it('fetches the revision that was asked for, and the list has the file once', async () => {
    const slow = slowly()
    const first = start('a.gguf', 'v1.0')
    await receives(first.id, 0)
    first.cancel()
    await expect(first.done).rejects.toMatchObject(cancelled)
    const { path, revision } = view(first.id)
    expect(revision).toBe('v1.0')
    slow.remove()
    const { modelPath } = await start(path ?? '', revision).done
    expect((await readFile(modelPath)).equals(older)).toBe(true)
    expect(state.get().downloads.map((each) => each.state)).toEqual(['done'])
  })
})

describe('several files', () => {
  const choice = { include: ['*.gguf'], exclude: ['a.*', 'd.*'] }
  const startSeveral = () => downloads.start({ repo, revision: 'main', file: null, choice })

  it('are one download: paused, gone on with, and asked for once', async () => {
    const slow = slowly()
    const { id, done } = startSeveral()
    expect(startSeveral().id).toBe(id)
    expect(view(id)).toMatchObject({ path: null, choice })
    await receives(id, megabyte)
    downloads.pause(id)
    await becomes(id, 'paused')
    slow.remove()
    expect(startSeveral().id).toBe(id)
    const { modelPath } = await done
    expect((await readdir(modelPath)).sort()).toEqual(['b.gguf', 'c.gguf'])
    expect((await readFile(join(modelPath, 'b.gguf'))).equals(files['b.gguf'])).toBe(true)
    const all = 5 * megabyte
    expect(view(id)).toMatchObject({ state: 'done', receivedBytes: all, totalBytes: all })
  })

  it('that patterns leave none of end with a reason', async () => {
    const none = { include: ['*.safetensors'], exclude: [] }
    const { done } = downloads.start({ repo, revision: 'main', file: null, choice: none })
    await expect(done).rejects.toMatchObject({ error: { code: 'nothing-matches' } })
  })
})

describe('a pause', () => {
  it('keeps what has arrived, and going on starts from there', async () => {
    const slow = slowly()
    const { id, done } = start('a.gguf')
    await receives(id, megabyte)
    downloads.pause(id)
    await becomes(id, 'paused')
    const kept = view(id).receivedBytes
    expect(view(id)).toMatchObject({ bytesPerSecond: null, secondsLeft: null, error: null })
    lab.hub.clearRequests()
    slow.remove()
    const seen: number[] = []
    state.subscribe(() => seen.push(view(id).receivedBytes))
    downloads.resume(id)
    const { modelPath } = await done
    expect((await readFile(modelPath)).equals(files['a.gguf'])).toBe(true)
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(kept)
    const begins = lab.hub.requests
      .filter(({ server }) => server === 'cdn')
      .map(({ headers }) => Number(/bytes=(\d+)-/.exec(headers['range'] ?? '')?.[1] ?? 0))
    expect(begins.length).toBeGreaterThan(0)
    expect(begins).not.toContain(0)
  })

  it('can be ended by cancelling, or by asking for the file again', async () => {
    const slow = slowly()
    const one = start('a.gguf')
    const other = start('b.gguf')
    await receives(one.id, 0)
    await receives(other.id, 0)
    downloads.pause(one.id)
    downloads.pause(other.id)
    await becomes(one.id, 'paused')
    await becomes(other.id, 'paused')
    downloads.cancel(one.id)
    await expect(one.done).rejects.toMatchObject(cancelled)
    slow.remove()
    const again = start('b.gguf')
    expect(again.id).toBe(other.id)
    await again.done
    expect(states()).toEqual({ 'a.gguf': 'cancelled', 'b.gguf': 'done' })
  })

  it('is taken back by going on before it came to rest, and does not undo a cancelling', async () => {
    const slow = slowly()
    const one = start('a.gguf')
    const other = start('b.gguf')
    await receives(one.id, 0)
    downloads.pause(one.id)
    downloads.resume(one.id)
    downloads.cancel(other.id)
    downloads.pause(other.id)
    await expect(other.done).rejects.toMatchObject(cancelled)
    slow.remove()
    await one.done
    expect(states()).toEqual({ 'a.gguf': 'done', 'b.gguf': 'cancelled' })
  })
})

describe('a network that goes', () => {
  /** Nothing gets through, and what was open breaks. */
  const cutOff = () => {
    const fault = lab.hub.setFault({ fault: { kind: 'reset' } })
    lab.hub.dropConnections()
    return fault
  }

  it('is waited for, the place goes to the next, and it goes on from where it was', async () => {
    const slow = slowly()
    const { id, done } = start('a.gguf')
    await receives(id, megabyte)
    slow.remove()
    const cut = cutOff()
    await becomes(id, 'waiting')
    const kept = view(id).receivedBytes
    expect(view(id)).toMatchObject({
      error: { action: { does: { kind: 'retry' } } },
      ...{ bytesPerSecond: null, secondsLeft: null },
    })
    // It asks again by itself, in vain, and waits on.
    const tries = cut.hits
    await vi.waitFor(() => {
      expect(cut.hits).toBeGreaterThan(tries + 1)
    }, patience)
    await becomes(id, 'waiting')
    lab.hub.clearRequests()
    cut.remove()
    const { modelPath } = await done
    expect((await readFile(modelPath)).equals(files['a.gguf'])).toBe(true)
    expect(view(id)).toMatchObject({ state: 'done', error: null })
    expect(kept).toBeGreaterThan(megabyte)
    const begins = lab.hub.requests
      .filter(({ server }) => server === 'cdn')
      .map(({ headers }) => Number(/bytes=(\d+)-/.exec(headers['range'] ?? '')?.[1] ?? 0))
    expect(begins).not.toContain(0)
  })

  it('is tried at once when it may be back, and can be paused or cancelled meanwhile', async () => {
    const patient = { firstWaitMs: 3_600_000, longestWaitMs: 3_600_000 }
    downloads = new Downloads({
      ...{ hub: lab.needs(null, { limits: patient }), state, report: () => 'reference' },
    })
    const slow = slowly()
    const [a, b, c] = [start('a.gguf'), start('b.gguf'), start('c.gguf')]
    await receives(a.id, 0)
    await receives(b.id, 0)
    slow.remove()
    const cut = cutOff()
    await becomes(a.id, 'waiting')
    await becomes(b.id, 'waiting')
    // It never began, so whoever asked for it is told at once.
    await expect(c.done).rejects.toMatchObject({ error: { code: 'hub-unreachable' } })
    cut.remove()
    downloads.pause(a.id)
    expect(view(a.id)).toMatchObject({ state: 'paused', error: null })
    downloads.tryAgain()
    await b.done
    expect(view(a.id).state).toBe('paused')
    downloads.cancel(a.id)
    await expect(a.done).rejects.toMatchObject(cancelled)
  })
})

describe('the queue', () => {
  it('moves two at once; an end or a pause lets the next in, in order', async () => {
    const slow = slowly(megabyte / 2)
    const [a, b, c, d] = [start('a.gguf'), start('b.gguf'), start('c.gguf'), start('d.gguf')]
    const waiting = { 'c.gguf': 'queued', 'd.gguf': 'queued' }
    expect(states()).toEqual({ 'a.gguf': 'running', 'b.gguf': 'running', ...waiting })
    expect(start('c.gguf').id).toBe(c.id)
    downloads.pause(a.id)
    await becomes(c.id, 'running')
    expect(states()).toMatchObject({ 'a.gguf': 'paused', 'd.gguf': 'queued' })
    downloads.resume(a.id)
    expect(view(a.id).state).toBe('queued')
    b.cancel()
    await becomes(d.id, 'running')
    expect(view(a.id).state).toBe('queued')
    slow.remove()
    await Promise.all([a.done, c.done, d.done])
    await expect(b.done).rejects.toMatchObject(cancelled)
    expect(mostMoving).toBe(2)
  })

  it('lets go of one that waits, and of all', async () => {
    slowly()
    const all = [start('a.gguf'), start('b.gguf'), start('c.gguf'), start('d.gguf')]
    const ends = Promise.allSettled(all.map(({ done }) => done))
    all[2]?.cancel()
    expect(states()).toMatchObject({ 'c.gguf': 'cancelled', 'd.gguf': 'queued' })
    downloads.cancelAll()
    for (const end of await ends) expect(end).toMatchObject({ reason: cancelled })
    expect(new Set(Object.values(states()))).toEqual(new Set(['cancelled']))
    expect(mostMoving).toBe(2)
  })

  it('tells the pace and how long it will take', async () => {
    slowly()
    const { id } = start('a.gguf')
    await vi.waitFor(() => {
      expect(view(id).secondsLeft).not.toBeNull()
    }, patience)
    const { receivedBytes, totalBytes, bytesPerSecond, secondsLeft } = view(id)
    const left = (totalBytes ?? 0) - receivedBytes
    expect(secondsLeft).toBeCloseTo(left / (bytesPerSecond ?? 0))
  })
})
