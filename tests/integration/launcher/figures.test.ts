import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { Sampler } from '../../../electron/launcher/figures/sampler.ts'
import type { RunFigures } from '../../../shared/domain/run-figures.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { readyRun } from '../../fixtures/fake-bridge-world.ts'

const megabyte = 1_000_000
const endings: (() => void)[] = []

afterEach(() => {
  for (const end of endings.splice(0).reverse()) end()
})

/** Holds so much memory, in a process that its own child started and that has lost its parent. */
async function startHolder(bytes: number): Promise<ChildProcess> {
  const hold = `const b = Buffer.alloc(${bytes}, 1); console.log('held'); setInterval(() => b, 1000)`
  const script = `"$0" -e "$1" & exec sleep 600`
  const child = spawn('/bin/sh', ['-c', script, process.execPath, hold], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  endings.push(() => {
    process.kill(-(child.pid ?? 0), 'SIGKILL')
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return child
}

async function startServer(answer: () => number, metrics = (): string => ''): Promise<string> {
  const server: Server = createServer((request, reply) => {
    reply.statusCode = answer()
    reply.end(request.url === '/metrics' ? metrics() : '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endings.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function createSampler(runs: () => readonly RunView[], env: Record<string, string> = {}) {
  const told: RunFigures[] = []
  let now = Date.parse('2026-03-14T12:00:00Z')
  const sampler = new Sampler({
    env,
    fetch: async (input, init) => fetch(input, init),
    clock: { now: () => new Date((now += 1000)) },
    runs,
    onFigures: (figures) => told.push(figures),
  })
  return { sampler, told }
}

it.runIf(process.platform === 'linux')(
  'counts the memory of the whole group, and forgets a server that ended',
  async () => {
    const child = await startHolder(60 * megabyte)
    const run: RunView = { ...readyRun, state: 'starting', url: null, pid: child.pid ?? null }
    let runs = [run]
    const { sampler, told } = createSampler(() => runs)
    await sampler.look()
    const held = told[0]?.samples[0]?.memoryBytes ?? 0
    expect(held).toBeGreaterThan(60 * megabyte)
    // What both of its processes have mapped counts once: a second Node would add as much again.
    expect(held).toBeLessThan(250 * megabyte)
    await sampler.look()
    expect(told[1]?.samples).toHaveLength(2)
    expect(told[1]?.health).toBeNull()
    runs = [{ ...run, state: 'exited' }]
    await sampler.look()
    expect(told).toHaveLength(2)
    expect(sampler.figures).toEqual([])
  },
)

it('says since when a server answers as it does', async () => {
  let status = 200
  const url = await startServer(() => status)
  const { sampler, told } = createSampler(() => [{ ...readyRun, url, pid: process.pid }])
  await sampler.look()
  await sampler.look()
  expect(told[1]?.health).toMatchObject({ isWell: true, status: 200 })
  expect(told[1]?.health?.since).toBe(told[0]?.health?.since)
  expect(told[1]?.health?.askedAt).not.toBe(told[0]?.health?.askedAt)
  status = 503
  await sampler.look()
  expect(told[2]?.health).toMatchObject({ isWell: false, status: 503 })
  expect(told[2]?.health?.since).toBe(told[2]?.health?.askedAt)
})

it('asks a server of somebody else seldom, because it logs each question', async () => {
  let asked = 0
  const url = await startServer(() => {
    asked += 1
    return 200
  })
  const run: RunView = { ...readyRun, engine: 'vllm', url, pid: process.pid }
  const { sampler } = createSampler(() => [run])
  for (let look = 0; look < 10; look += 1) await sampler.look()
  expect(asked).toBeGreaterThan(1)
  expect(asked).toBeLessThan(6)
})

it('tells tokens in a second and requests, in whatever words the server counts them', async () => {
  let made = 100
  const url = await startServer(
    () => 200,
    () => `vllm:generation_tokens_total{model_name="x"} ${made}\nvllm:num_requests_running 3\n`,
  )
  const { sampler, told } = createSampler(() => [{ ...readyRun, url, pid: process.pid }])
  await sampler.look()
  expect(told[0]?.samples[0]).toMatchObject({ tokensPerSecond: null, running: 3, waiting: null })
  made += 500
  await sampler.look()
  // The clock of this test goes on by a second whenever somebody looks at it.
  const { tokensPerSecond } = told[1]?.samples[1] ?? {}
  expect(tokensPerSecond).toBeGreaterThan(0)
  expect(tokensPerSecond).toBeLessThanOrEqual(500)
  // A server that was started anew counts from nothing.
  made = 5
  await sampler.look()
  expect(told[2]?.samples[2]?.tokensPerSecond).toBeNull()
})

it('keeps a bounded history', async () => {
  const run: RunView = { ...readyRun, state: 'starting', url: null, pid: process.pid }
  const { sampler } = createSampler(() => [run])
  for (let look = 0; look < 160; look += 1) await sampler.look()
  expect(sampler.figures[0]?.samples).toHaveLength(150)
})

it('tells what the group holds on graphics cards, when there is NVIDIA’s tool', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hubkey-gpu-'))
  endings.push(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  // A stand-in: it knows the two questions, and answers as the real one does.
  const tool = join(folder, 'nvidia-smi')
  const apps = [`${process.pid}, GPU-a, 1024`, `${process.pid}, GPU-b, 2048`, '1, GPU-a, 4096', '2, GPU-b, [N/A]'] // prettier-ignore
  const script = `case "$1" in *compute-apps*) printf '%s\\n' '${apps.join("' '")}';; *) printf 'GPU-a, 30\\nGPU-b, 75\\n';; esac`
  writeFileSync(tool, `#!/bin/sh\n${script}\n`)
  chmodSync(tool, 0o755)
  const run: RunView = { ...readyRun, state: 'starting', url: null, pid: process.pid }
  const { sampler, told } = createSampler(() => [run], { PATH: folder })
  await sampler.look()
  expect(told[0]?.samples[0]).toMatchObject({ gpuBytes: 3072 * 1024 * 1024, gpuBusy: 0.75 })
})
