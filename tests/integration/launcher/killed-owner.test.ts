import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { RunViewSchema, type RunView } from '../../../shared/domain/run.ts'
import { knownAnswerModelFile } from '../../fixtures/known-answer-model/model-file.ts'
import { KNOWN_SENTENCE } from '../../fixtures/known-answer-model/known-answer-model.ts'
import { buildEngineWorker, type BuiltWorker } from '../engine/built-worker.ts'
import { keepBusy } from '../engine/keep-busy.ts'
import { createKit, isRunning } from './launcher-kit.ts'

let built: BuiltWorker
let state: string
const owners: ChildProcess[] = []
const engines: number[] = []

beforeAll(async () => {
  built = await buildEngineWorker()
  state = mkdtempSync(join(tmpdir(), 'hubkey-killed-'))
})
afterEach(() => {
  for (const owner of owners.splice(0)) owner.kill('SIGKILL')
  for (const pid of engines.splice(0).filter(isRunning)) process.kill(pid, 'SIGKILL')
})
afterAll(() => {
  built.remove()
  rmSync(state, { recursive: true, force: true })
})

async function startOwner(
  kind: 'own' | 'detached',
): Promise<{ owner: ChildProcess; run: RunView }> {
  const owner = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'owner-child.ts')].concat([
      built.folder,
      knownAnswerModelFile(),
      state,
      kind,
    ]),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  owners.push(owner)
  const line = await new Promise<string>((resolve) => {
    owner.stdout.once('data', (data: Buffer) => {
      resolve(data.toString())
    })
  })
  const run = RunViewSchema.parse(JSON.parse(line))
  engines.push(run.pid!)
  return { owner, run }
}

async function expectPortFree(url: string): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(Number(new URL(url).port), '127.0.0.1', resolve)
  })
  await new Promise((resolve) => server.close(resolve))
}

describe.skipIf(process.platform === 'win32')('when its owner is killed', () => {
  it.each(['serving', 'generating'])(
    'an engine that is %s is gone within five seconds',
    async (what) => {
      const { owner, run } = await startOwner('own')
      if (what === 'generating') {
        keepBusy(Number(new URL(run.url!).port))
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
      expect(isRunning(run.pid!)).toBe(true)
      owner.kill('SIGKILL')
      await vi.waitFor(
        () => {
          expect(isRunning(run.pid!)).toBe(false)
        },
        { timeout: 5000, interval: 20 },
      )
      await expectPortFree(run.url!)
      const next = createKit(built.folder, '', { paths: { state } })
      expect((await next.launcher.sweep()).forgotten).toEqual([run.id])
      expect(next.launcher.list()).toEqual([])
      await next.launcher.close()
    },
  )

  it('a stopped engine is ended by the next start', async () => {
    const { owner, run } = await startOwner('own')
    process.kill(run.pid!, 'SIGSTOP')
    owner.kill('SIGKILL')
    await new Promise((resolve) => owner.once('exit', resolve))
    expect(isRunning(run.pid!)).toBe(true)
    const next = createKit(built.folder, '', { paths: { state } })
    expect((await next.launcher.sweep()).ended).toEqual([run.id])
    expect(isRunning(run.pid!)).toBe(false)
    await expectPortFree(run.url!)
    await next.launcher.close()
  })

  it('a detached engine goes on, is adopted, and can be stopped', async () => {
    const { owner, run } = await startOwner('detached')
    owner.kill('SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 2500))
    expect(isRunning(run.pid!)).toBe(true)
    const reply = await fetch(`${run.url!}/v1/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'Hi' }),
    })
    expect(await reply.text()).toContain(KNOWN_SENTENCE)
    const next = createKit(built.folder, '', { paths: { state } })
    await next.launcher.sweep()
    expect(next.launcher.list()).toMatchObject([{ id: run.id, state: 'ready', url: run.url }])
    expect((await next.launcher.log(run.id, 0)).map(({ text }) => text).join()).toContain(
      'ready at',
    )
    await next.launcher.close()
    expect(isRunning(run.pid!)).toBe(true)
    await next.launcher.stop(run.id)
    expect(isRunning(run.pid!)).toBe(false)
    await expectPortFree(run.url!)
  })
})

describe.skipIf(process.platform === 'win32')('a run of a live owner', () => {
  it('can be stopped by another program, and the owner calls it ended, not failed', async () => {
    const ours = createKit(built.folder, knownAnswerModelFile(), { paths: { state } })
    const { id } = await ours.launcher.launch(ours.request())
    const ready = await ours.launcher.whenReady(id)
    const other = createKit(built.folder, '', { paths: { state } })
    await other.launcher.sweep()
    expect(other.launcher.list()).toEqual([{ ...ready, elsewhere: true }])
    await other.launcher.stop(id)
    expect(await ours.launcher.whenEnded(id)).toMatchObject({ state: 'exited', error: null })
    expect(isRunning(ready.pid!)).toBe(false)
    await ours.launcher.close()
    await other.launcher.close()
  })
})
