/** However `hubkey launch` ends, and whatever its server is at: nothing of it is left. */
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { markedProcesses } from '../../../electron/launcher/marked-processes.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { resultOf, runCli, startCli } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import { writeUnrulyServer, type Unruliness } from './unruly-server.ts'

/** Each end of each server so often; a hundred times takes half an hour. */
const rounds = Number(process.env['HUBKEY_TEST_KILLS'] ?? 1)
/** In milliseconds; they all run at the same time. */
const patience = { timeout: 90_000, interval: 100 }

/** What the server is at, and how that shows. */
const moments: Readonly<Record<Unruliness, (run: RunView) => boolean>> = {
  loads: ({ state, pid }) => state === 'starting' && pid !== null,
  serves: ({ state }) => state === 'ready',
  crashes: ({ phase }) => phase === 'waiting',
}
/** Ctrl-C, a polite end, the terminal that is closed, a crash, and no warning at all. */
const ends = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGABRT', 'SIGKILL'] as const

let hub: HubDouble
const sessions: DesktopSession[] = []

beforeAll(async () => {
  hub = await startHubDouble()
})
afterAll(async () => {
  for (const session of sessions) await session.close()
  await hub.close()
})

interface Owner {
  readonly child: ChildProcess
  readonly session: DesktopSession
  readonly env: Record<string, string>
}

/** Its state folder is its own, so that no other one's next start sweeps behind it. */
async function launch(unruliness: Unruliness): Promise<Owner> {
  const session = await startSession({ keyring: 'absent' })
  sessions.push(session)
  const bin = join(session.home, 'bin')
  mkdirSync(bin)
  writeUnrulyServer(bin, unruliness)
  const env = { HF_ENDPOINT: hub.url, PATH: `${bin}:${process.env['PATH'] ?? ''}` }
  const args = ['launch', SAMPLE.openModel, '--engine', 'llama-server', '--json']
  return { child: startCli(session, args, { env }), session, env }
}

async function runsOf({ session, env }: Owner): Promise<readonly RunView[]> {
  const { runs } = (await runCli(session, ['ps', '--json'], { env })).json() as unknown as {
    runs: readonly RunView[]
  }
  return runs
}

async function endAndLook(unruliness: Unruliness, end: (typeof ends)[number]): Promise<number> {
  const owner = await launch(unruliness)
  const ended = resultOf(owner.child)
  const run = await vi.waitFor(async () => {
    const found = (await runsOf(owner)).find(moments[unruliness])
    if (found === undefined) throw new Error(`It never ${unruliness}.`)
    return found
  }, patience)
  owner.child.kill(end)
  await ended
  // The next start ends what nobody else could.
  await vi.waitFor(async () => {
    expect(await runsOf(owner)).toEqual([])
    expect(await markedProcesses(run.id)).toEqual([])
  }, patience)
  const ledger = join(owner.session.home, '.local', 'state', 'hubkey', 'ledger')
  expect(readdirSync(ledger)).toEqual([])
  return 1
}

it.skipIf(process.platform !== 'linux')(
  'leaves no process and no entry, whenever it ends and how',
  { timeout: 240_000 * rounds },
  async () => {
    let count = 0
    for (let round = 0; round < rounds; round += 1) {
      const unrulinesses = Object.keys(moments) as Unruliness[]
      for (const unruliness of unrulinesses) {
        const looks = ends.map(async (end) => endAndLook(unruliness, end))
        count += (await Promise.all(looks)).length
        for (const session of sessions.splice(0)) await session.close()
      }
    }
    process.stdout.write(`${count} ends, nothing left\n`)
    expect(count).toBe(15 * rounds)
  },
)
