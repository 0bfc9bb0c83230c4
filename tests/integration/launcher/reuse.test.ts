/** A server that runs already is given back to whoever asks for the same, across programs; a stale one is not. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LaunchRequestSchema, type LaunchRequest } from '../../../shared/domain/run.ts'
import { writeStandInServers } from '../../fixtures/engines/stand-in-server.ts'
import { createKit, isRunning, type LauncherKit } from './launcher-kit.ts'

let bin: string
let state: string
let fingerprint: string
const kits: LauncherKit[] = []

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'hubkey-reuse-'))
  state = mkdtempSync(join(tmpdir(), 'hubkey-reuse-state-'))
  fingerprint = 'f00'
  writeStandInServers(bin, ['vllm'])
})
afterEach(async () => {
  for (const kit of kits.splice(0)) {
    await kit.launcher.close()
    kit.remove()
  }
  rmSync(bin, { recursive: true, force: true })
})

/** A program of its own on the same ledger. */
function program(): LauncherKit {
  const kit = createKit('/nowhere', '', {
    paths: { state },
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: bin },
    prepare: async ({ repo }) => ({ repo, file: null, modelPath: '' }),
    secrets: async ({ providers }) =>
      providers.map((provider) => ({
        variables: ['HF_TOKEN'],
        secret: kit.redactor.guard(`hf_${fingerprint.repeat(10)}`),
        held: { provider, account: 'default', fingerprint },
      })),
  })
  kits.push(kit)
  return kit
}

function request(more: object = {}): LaunchRequest {
  return LaunchRequestSchema.parse({ repo: 'acme/model', engine: 'vllm', ...more })
}

describe.skipIf(process.platform !== 'linux')('reuse', () => {
  it('gives back the server of another program, and stops nothing that is not its own', async () => {
    const [mine, theirs] = [program(), program()]
    const settings = { context: 4096, environment: { A: '1', B: '2' }, preset: 'big' }
    const { id } = await theirs.launcher.launch(request({ settings }))
    // Still starting: it is joined and waited for.
    await vi.waitFor(() => expect(theirs.read('ledger', `${id}.json`)).toContain(id), 20_000)
    const same = { environment: { B: '2', A: '1' }, context: 4096 }
    const asked = request({ mode: 'reuse', settings: same })
    expect((await mine.launcher.launch(asked)).id).toBe(id)
    const ready = await mine.launcher.whenReady(id)
    expect(ready).toMatchObject({ id, state: 'ready', repo: 'acme/model' })
    expect(mine.launcher.isOurs(id)).toBe(false)
    expect((await mine.launcher.launch(asked)).id).toBe(id)
    // What differs in anything that was said is another server.
    for (const other of [{ context: 8192 }, { args: ['--x'] }, {}]) {
      const run = await mine.launcher.launch(request({ mode: 'reuse', settings: other }))
      expect(run.id).not.toBe(id)
      await mine.launcher.stop(run.id)
    }
    // Without the word, a server of one’s own.
    const own = await mine.launcher.launch(request({ settings: same }))
    expect(own.id).not.toBe(id)
    await mine.launcher.close()
    expect(isRunning(ready.pid ?? 0)).toBe(true)
  })

  it('does not give back one that is dead, has an old token, or was robbed of its port', async () => {
    const theirs = program()
    const run = await theirs.launcher.launch(request())
    const ready = await theirs.launcher.whenReady(run.id)
    const asked = request({ mode: 'reuse' })
    const mine = program()
    expect((await mine.launcher.launch(asked)).id).toBe(run.id)

    fingerprint = 'f11'
    const young = await mine.launcher.launch(asked)
    expect(young.id).not.toBe(run.id)
    await mine.launcher.stop(young.id)
    fingerprint = 'f00'

    // Its process is there and answers no more: stopped, as one that hangs is.
    process.kill(ready.pid ?? 0, 'SIGSTOP')
    const port = Number(new URL(ready.url ?? '').port)
    const next = await mine.launcher.launch({ ...asked, port: 0 })
    expect(next.id).not.toBe(run.id)
    await mine.launcher.stop(next.id)
    process.kill(ready.pid ?? 0, 'SIGKILL')
    await theirs.launcher.stop(run.id)

    const thief = createServer((_, reply) => reply.end('fine'))
    await new Promise<void>((resolve) => thief.listen(port, '127.0.0.1', resolve))
    const last = await mine.launcher.launch(asked)
    expect(last.id).not.toBe(run.id)
    thief.close()
  })
})
