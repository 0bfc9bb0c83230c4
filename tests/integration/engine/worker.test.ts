import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { stampOf } from '../../../electron/engine/process-stamp.ts'
import { buildEngineWorker, type BuiltWorker } from './built-worker.ts'
import { keepBusy } from './keep-busy.ts'
import { startEngine, type RunningEngine } from './running-engine.ts'

let built: BuiltWorker
let scratch: string
const engines: RunningEngine[] = []

beforeAll(async () => {
  built = await buildEngineWorker()
  scratch = mkdtempSync(join(tmpdir(), 'hubkey-engine-'))
})
afterEach(async () => {
  for (const engine of engines.splice(0)) {
    engine.worker.kill()
    await engine.exited
  }
})
afterAll(() => {
  built.remove()
  rmSync(scratch, { recursive: true, force: true })
})

function start(...args: Parameters<typeof startEngine> extends [string, ...infer R] ? R : never) {
  const engine = startEngine(built.folder, ...args)
  engines.push(engine)
  return engine
}

describe('starting', () => {
  it('says hello first, then how far it is, then that it serves', async () => {
    const engine = start()
    expect(await engine.settled()).toMatchObject({ kind: 'ready' })
    const kinds = engine.replies.map(({ kind }) => kind)
    expect(kinds[0]).toBe('up')
    expect(engine.replies[0]).toEqual({ kind: 'up', pid: engine.worker.pid })
    expect(kinds.at(-1)).toBe('ready')
    expect(kinds).toContain('loading')
  })

  it('keeps as many tokens in mind as it is told', async () => {
    const ready = (context: number | null, facts: string) => ({ context, facts })
    for (const { context, facts } of [
      ready(512, '512'),
      ready(16_384, '16384'),
      ready(null, '8192'),
    ]) {
      const engine = start({ context })
      const settled = await engine.settled()
      expect(settled.kind === 'ready' && settled.facts).toMatch(new RegExp(`, context ${facts}$`))
      engine.worker.kill()
    }
  })

  it.skipIf(process.platform !== 'linux')('starts no process of its own', async () => {
    // A released Electron cannot fork: it would start the whole app a second time.
    const engine = start()
    const { pid } = engine.worker
    const children = new Set<string>()
    const look = setInterval(() => {
      for (const task of readdirSync(`/proc/${pid!}/task`)) {
        const text = readFileSync(`/proc/${pid!}/task/${task}/children`, 'utf8').trim()
        if (text !== '') children.add(text)
      }
    }, 5)
    expect(await engine.settled()).toMatchObject({ kind: 'ready' })
    clearInterval(look)
    expect([...children]).toEqual([])
  })

  it('takes the port it is told', async () => {
    const port = await freePort()
    expect(await start({ port }).settled()).toMatchObject({ kind: 'ready', port })
  })

  it('says when the port is taken', async () => {
    const thief = createServer()
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve))
    const { port } = thief.address() as { port: number }
    expect(await start({ port }).settled()).toMatchObject({ kind: 'failed', code: 'port-in-use' })
    thief.close()
  })

  it.each([
    ['missing', null],
    ['empty', Buffer.alloc(0)],
    ['no GGUF at all', Buffer.from('<html>Sign in to the network</html>'.repeat(100))],
    ['cut short', Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(40, 3)])],
  ])('says when the model is %s', async (name, content) => {
    const modelPath = join(scratch, `${name}.gguf`)
    if (content !== null) writeFileSync(modelPath, content)
    const engine = start({ modelPath })
    expect(await engine.settled()).toMatchObject({ kind: 'failed', code: 'model-unreadable' })
    await engine.exited
  })
})

describe('ending', () => {
  it('ends within two seconds when asked, whatever it is doing', async () => {
    const engine = start()
    const ready = await engine.settled()
    if (ready.kind !== 'ready') throw new Error(ready.reason)
    keepBusy(ready.port)
    await new Promise((resolve) => setTimeout(resolve, 300))
    const before = Date.now()
    engine.worker.send({ kind: 'stop' })
    await engine.exited
    expect(Date.now() - before).toBeLessThan(2000)
  })

  it.skipIf(process.platform === 'win32')('ends with its owner, channel or not', async () => {
    const owner = spawn('sleep', ['60'], { stdio: 'ignore' })
    const engine = start({ owner: await stampOf(owner.pid!) })
    await engine.settled()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const before = Date.now()
    owner.kill('SIGKILL')
    await engine.exited
    expect(Date.now() - before).toBeLessThan(5000)
  })

  it('ends at once when asked while it is loading', async () => {
    const engine = start()
    engine.worker.send({ kind: 'stop' })
    const before = Date.now()
    await engine.exited
    expect(Date.now() - before).toBeLessThan(5000)
  })

  it.skipIf(process.platform === 'win32')('tells its supervisor who else ended it', async () => {
    const engine = start()
    await engine.settled()
    process.kill(engine.worker.pid!, 'SIGTERM')
    await engine.exited
    expect(engine.replies.at(-1)).toEqual({ kind: 'stopping' })
  })

  it.skipIf(process.platform === 'win32')('leaves Ctrl-C to its owner', async () => {
    const engine = start()
    const ready = await engine.settled()
    if (ready.kind !== 'ready') throw new Error(ready.reason)
    process.kill(engine.worker.pid!, 'SIGINT')
    process.kill(engine.worker.pid!, 'SIGHUP')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await fetch(`http://127.0.0.1:${ready.port}/health`)).status).toBe(200)
  })
})

it('is not moved by messages that make no sense', async () => {
  const engine = start()
  for (const message of [null, 'start', { kind: 'start' }, { kind: 'nonsense' }, []]) {
    engine.worker.send(message)
  }
  expect(await engine.settled()).toMatchObject({ kind: 'ready' })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
