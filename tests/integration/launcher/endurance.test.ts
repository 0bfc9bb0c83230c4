/** What a launcher costs after many servers, and while one of them says too much. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { markedProcesses } from '../../../electron/launcher/marked-processes.ts'
import { createKit } from './launcher-kit.ts'
import { writeStandInEngine } from './stand-in-engine.ts'
import { writeUnrulyServer } from './unruly-server.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubkey-endurance-'))
  writeStandInEngine(folder)
  writeUnrulyServer(folder)
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** What this process holds open, by kind: sockets, pipes, files. */
function openFiles(): readonly string[] {
  return readdirSync('/proc/self/fd')
    .map((name) => linkOf(`/proc/self/fd/${name}`))
    .filter((link) => !link.includes('/proc/'))
    .map((link) => link.replace(/\d+/g, ''))
    .sort()
}

/** The one that lists them is closed by then. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return '/proc/'
  }
}

/** Local ports on which anything listens (`/proc/net/tcp`, proc(5)). */
function listeningPorts(): readonly string[] {
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((words) => words[3] === '0A')
    .map((words) => words[1] ?? '')
}

it.skipIf(process.platform !== 'linux')(
  'fifty launches and stops leave no file, process, port or temporary file',
  async () => {
    const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, HOME: folder }
    const kit = createKit(folder, 'serve', { env })
    const ids: string[] = []
    const ports = new Set<string>()
    const launchAndStop = async (engine: 'embedded' | 'llama-server'): Promise<void> => {
      const { id } = await kit.launcher.launch({ ...kit.request(), engine })
      const { url } = await kit.launcher.whenReady(id)
      ports.add(
        `0100007F:${Number(new URL(url!).port).toString(16).toUpperCase().padStart(4, '0')}`,
      )
      await kit.launcher.stop(id)
      ids.push(id)
    }
    await launchAndStop('embedded')
    await launchAndStop('llama-server')
    const before = openFiles()
    for (let round = 0; round < 50; round += 1) {
      await launchAndStop(round % 10 === 0 ? 'llama-server' : 'embedded')
    }
    await expect.poll(openFiles, { timeout: 30_000 }).toEqual(before)
    for (const id of ids) expect(await markedProcesses(id)).toEqual([])
    expect(listeningPorts().filter((port) => ports.has(port))).toEqual([])
    expect(readdirSync(join(kit.state, 'ledger'))).toEqual([])
    for (const id of ids) {
      const files = readdirSync(join(kit.state, 'runs', id)).sort()
      expect(files).toEqual(['launch_context.json', 'output.log'])
    }
    await kit.launcher.close()
    kit.remove()
  },
  300_000,
)

it('a flood of lines costs bounded memory and disk, and leaves room for everything else', async () => {
  const megabytes = Number(process.env['HUBKEY_FLOOD_MB'] ?? 100)
  const kit = createKit(folder, `flood:${megabytes}`)
  const before = process.memoryUsage().rss
  let peak = before
  let last = 0
  kit.launcher.onLog((_, lines) => {
    last = lines.at(-1)?.seq ?? last
  })
  // Turns of the loop, not time: how often anything else gets its turn.
  let turns = 0
  let isOver = false
  const turn = (): void => {
    turns += 1
    peak = Math.max(peak, process.memoryUsage.rss())
    if (!isOver) setTimeout(turn)
  }
  turn()
  const { id } = await kit.launcher.launch(kit.request())
  const ended = await kit.launcher.whenEnded(id)
  isOver = true
  expect(ended.error?.message).toContain('with code 0')
  // A line's number is how many bytes the run had written at its end.
  expect(last).toBeGreaterThan(megabytes * 1e6)
  const growth = (peak - before) / 1e6
  console.info(`${megabytes} MB of lines: ${growth.toFixed(0)} MB more memory, ${turns} turns`)
  // The system hands over two megabytes at a turn at most.
  expect(turns).toBeGreaterThan(megabytes / 4)
  expect(growth).toBeLessThan(250)
  const log = join(kit.state, 'runs', id, 'output.log')
  for (const path of [log, `${log}.1`]) {
    if (existsSync(path)) expect(statSync(path).size).toBeLessThan(10_000_000)
  }
  await kit.launcher.close()
  kit.remove()
}, 600_000)
