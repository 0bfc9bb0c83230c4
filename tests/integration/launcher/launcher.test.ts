import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { LauncherNeeds } from '../../../electron/launcher/launcher.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { createKit, isRunning, type LauncherKit } from './launcher-kit.ts'
import { writeStandInEngine } from './stand-in-engine.ts'

let engines: string
const kits: LauncherKit[] = []

beforeAll(() => {
  engines = mkdtempSync(join(tmpdir(), 'hubkey-engines-'))
  writeStandInEngine(engines)
})
afterEach(async () => {
  for (const kit of kits.splice(0)) {
    await kit.launcher.close()
    kit.remove()
  }
})
afterAll(() => {
  rmSync(engines, { recursive: true, force: true })
})

function kitFor(behaviour: string, needs: Partial<LauncherNeeds> = {}): LauncherKit {
  const kit = createKit(engines, behaviour, needs)
  kits.push(kit)
  return kit
}

describe('a run', () => {
  it('is shown at once and goes its way to ready and to its end', async () => {
    const { launcher, states, request, state, read } = kitFor('serve')
    const first = await launcher.launch(request())
    expect(first).toMatchObject({ state: 'preparing', file: null, url: null, pid: null })
    const ready = await launcher.whenReady(first.id)
    expect(ready).toMatchObject({ state: 'ready', file: 'chosen.gguf', secrets: [], error: null })
    expect(await (await fetch(`${ready.url ?? ''}/health`)).json()).toEqual({ status: 'ok' })
    expect(JSON.parse(read('ledger', `${ready.id}.json`))).toMatchObject({ run: ready })
    await launcher.stop(ready.id)
    expect(states).toEqual(['preparing', 'starting', 'ready', 'stopping', 'exited'])
    expect(launcher.list()[0]).toMatchObject({ url: null, pid: null, error: null })
    expect(isRunning(ready.pid!)).toBe(false)
    expect(readdirSync(join(state, 'ledger'))).toEqual([])
  })

  it('is in the ledger before it is ready', async () => {
    const { launcher, request, state } = kitFor('serve')
    const { id } = await launcher.launch(request())
    let wasThere: boolean | null = null
    launcher.onChange(() => {
      if (launcher.list()[0]?.state !== 'ready') return
      wasThere ??= existsSync(join(state, 'ledger', `${id}.json`))
    })
    await launcher.whenReady(id)
    expect(wasThere).toBe(true)
  })

  it('is joined by a second launch of the same model', async () => {
    const { launcher, request } = kitFor('serve')
    const [one, two] = await Promise.all([launcher.launch(request()), launcher.launch(request())])
    expect(two.id).toBe(one.id)
    await launcher.whenReady(one.id)
    expect((await launcher.launch(request('chosen.gguf'))).id).toBe(one.id)
    const other = await launcher.launch(request('other.gguf'))
    expect(other.id).not.toBe(one.id)
    await launcher.stop(one.id)
    expect((await launcher.launch(request('chosen.gguf'))).id).not.toBe(one.id)
  })

  it('tells of the download it waits for, and can be stopped meanwhile', async () => {
    const { launcher, request, states, state } = kitFor('serve', {
      prepare: async (_, { signal, onDownload }) => {
        onDownload('download-1')
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error)
          })
        })
      },
    })
    const { id } = await launcher.launch(request())
    expect(launcher.list()[0]).toMatchObject({ state: 'preparing', download: 'download-1' })
    const ready = launcher.whenReady(id)
    await launcher.stop(id)
    await expect(ready).rejects.toMatchObject({ error: { code: 'stopped' } })
    expect(states.at(-1)).toBe('exited')
    expect(existsSync(join(state, 'runs'))).toBe(false)
  })

  it('can be stopped while someone is slow to notice', async () => {
    const { launcher, request } = kitFor('serve', {
      prepare: async () => new Promise(() => undefined),
    })
    const { id } = await launcher.launch(request())
    await launcher.stop(id)
    expect(launcher.list()[0]).toMatchObject({ state: 'exited', error: null })
  })

  it('shows why its model cannot be had', async () => {
    const { launcher, request } = kitFor('serve', {
      prepare: async () => {
        throw fail(errors.nothingLaunchable('acme/model'))
      },
    })
    const { id } = await launcher.launch(request())
    await expect(launcher.whenReady(id)).rejects.toMatchObject({
      error: { code: 'nothing-launchable' },
    })
    expect(await launcher.whenEnded(id)).toMatchObject({ state: 'failed' })
  })

  it('hides an unforeseen failure behind a reference', async () => {
    const { launcher, request, warnings } = kitFor('serve', {
      prepare: async () => {
        throw new Error('private detail')
      },
    })
    const { id } = await launcher.launch(request())
    const { error } = await launcher.whenEnded(id)
    expect(error?.code).toBe('unexpected')
    expect(JSON.stringify(error)).not.toContain('private detail')
    expect(warnings.join()).toContain('private detail')
  })
})

describe('an engine that', () => {
  it('crashes at its start shows its last line', async () => {
    const { launcher, request } = kitFor('crash-early')
    const { id } = await launcher.launch(request())
    const ended = await launcher.whenEnded(id)
    expect(ended).toMatchObject({ state: 'failed', error: { code: 'engine-failed' } })
    expect(ended.error?.message).toContain('with code 3')
    expect(ended.error?.message).toContain('cannot allocate the thing')
    expect(ended.lastLines).toEqual(['cannot allocate the thing'])
  })

  it('crashes while serving is shown as failed', async () => {
    const { launcher, request, state } = kitFor('crash-late', { restartDelaysMs: [] })
    const { id } = await launcher.launch(request())
    await launcher.whenReady(id)
    const ended = await launcher.whenEnded(id)
    expect(ended).toMatchObject({ state: 'failed', error: { code: 'engine-failed' } })
    expect(ended.error?.message).toContain('by a signal')
    expect(readdirSync(join(state, 'ledger'))).toEqual([])
  })

  it.each([
    ['port-in-use', 'port-in-use'],
    ['model-unreadable', 'engine-failed'],
    ['no-memory', 'engine-failed'],
    ['engine-missing', 'engine-failed'],
    ['unexpected', 'engine-failed'],
  ])('gives up with %s is shown as %s', async (reason, code) => {
    const { launcher, request } = kitFor(`failed:${reason}`)
    const { id } = await launcher.launch(request())
    expect((await launcher.whenEnded(id)).error?.code).toBe(code)
  })

  it('is crashed by its GPU is started again without it', async () => {
    const { launcher, request, read } = kitFor('gpu-crash')
    const { id } = await launcher.launch(request())
    const { pid } = await launcher.whenReady(id)
    expect(isRunning(pid!)).toBe(true)
    expect(JSON.parse(read('ledger', `${id}.json`))).toMatchObject({ process: { pid } })
    const log = read('runs', id, 'output.log')
    expect(log).toContain('cuda made the engine crash')
    expect(log).toContain('vulkan made the engine crash')
  })

  it('does not listen is killed', async () => {
    const { launcher, request } = kitFor('deaf')
    const { id } = await launcher.launch(request())
    const { pid } = await launcher.whenReady(id)
    const before = Date.now()
    await launcher.stop(id)
    expect(Date.now() - before).toBeLessThan(3000)
    expect(isRunning(pid!)).toBe(false)
    expect(launcher.list()[0]?.state).toBe('exited')
  })

  it('talks nonsense is not believed', async () => {
    const { launcher, request } = kitFor('nonsense')
    const { id } = await launcher.launch(request())
    expect((await launcher.whenReady(id)).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it('floods its output costs a bounded log', async () => {
    const { launcher, request, state } = kitFor('flood')
    const { id } = await launcher.launch(request())
    await launcher.whenReady(id)
    await launcher.stop(id)
    expect((await launcher.log(id, 0)).length).toBeLessThanOrEqual(3000)
    const folder = join(state, 'runs', id)
    const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size)
    expect(Math.max(...sizes)).toBeLessThan(10 * 1024 * 1024)
  })
})

describe('closing', () => {
  it('ends all runs within three seconds, deaf ones too', async () => {
    const { launcher, request } = kitFor('deaf')
    const ids = await Promise.all(
      ['a.gguf', 'b.gguf', 'c.gguf'].map(async (file) => (await launcher.launch(request(file))).id),
    )
    const pids = await Promise.all(ids.map(async (id) => (await launcher.whenReady(id)).pid!))
    const before = Date.now()
    await launcher.close()
    expect(Date.now() - before).toBeLessThan(3100)
    expect(pids.filter(isRunning)).toEqual([])
  })
})

it('knows no run by a strange name', async () => {
  const { launcher } = kitFor('serve')
  const id = '20200101-000000-nobody'
  await expect(launcher.stop(id)).rejects.toMatchObject({ error: { code: 'run-missing' } })
  await expect(launcher.whenReady(id)).rejects.toMatchObject({ error: { code: 'run-missing' } })
  for (const name of [id, '../../etc', '', '20200101-000000-nobod/']) {
    await expect(launcher.log(name, 0)).rejects.toMatchObject({ error: { code: 'run-missing' } })
  }
})

it('starts nothing any more once it is closed', async () => {
  const { launcher, request } = kitFor('serve')
  await launcher.close()
  await expect(launcher.launch(request())).rejects.toMatchObject({ error: { code: 'stopped' } })
})

it('keeps the folders of the last fifty runs', async () => {
  const kit = kitFor('serve')
  for (let run = 0; run < 60; run += 1) {
    const id = `20200101-0000${String(run).padStart(2, '0')}-aaaaaa`
    mkdirSync(join(kit.state, 'runs', id), { recursive: true })
  }
  mkdirSync(join(kit.state, 'runs', 'notes of mine'))
  await kit.launcher.sweep()
  const names = readdirSync(join(kit.state, 'runs'))
  expect(names).toHaveLength(51)
  expect(names).toContain('notes of mine')
  expect(names).toContain('20200101-000059-aaaaaa')
  expect(names).not.toContain('20200101-000009-aaaaaa')
})
