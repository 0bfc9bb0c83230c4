import { expect, test } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { markedProcesses } from '../../electron/launcher/marked-processes.ts'
import type { RunView } from '../../shared/domain/run.ts'
import { runCli } from '../fixtures/cli.ts'
import { electronArgs, electronPath, launchApp } from '../fixtures/desktop/hubkey-app.ts'
import { lookUp } from '../fixtures/desktop/main-job.ts'
import { startSession, type DesktopSession } from '../fixtures/desktop/session.ts'
import { alive, descendantsOf } from '../fixtures/process-tree.ts'
import { startHubDouble, type HubDouble } from '../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../fixtures/hub-double/sample-world.ts'

let session: DesktopSession
let hub: HubDouble

test.beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
})

test.afterAll(async () => {
  await hub.close()
  await session.close()
})

test('kill -9 while serving leaves no process and no port, and the next start knows', async () => {
  const app = await launchApp({ session, hub: hub.url })
  const main = await app.window('index')
  await lookUp(main, SAMPLE.openModel)
  await main.getByRole('button', { name: `Launch ${SAMPLE.modelFile}` }).click()
  await main.getByRole('button', { name: 'Servers' }).click()
  const address = main.getByText(/^http:\/\/127\.0\.0\.1:\d+/).first()
  await expect(address).toBeVisible({ timeout: 30_000 })
  const port = Number(new URL(await address.innerText()).port)
  expect(await isOpen(port)).toBe(true)

  const pid = app.electron.process().pid ?? 0
  const [run] = await listed()
  const tree = [pid, ...(await descendantsOf(pid))]
  expect(tree).toContain(run?.pid)
  process.kill(pid, 'SIGKILL')
  await expect
    .poll(async () => [await alive(tree), await isOpen(port)], { timeout: 5000 })
    .toEqual([[], false])

  const again = startPlain()
  try {
    expect(await listed()).toEqual([])
    expect(await alive(tree)).toEqual([])
  } finally {
    await end(again)
  }
})

/** A server with a child in a session of its own; it answers only when it is told to. */
const family = `
require('node:child_process').spawn('sleep', ['600'], { detached: true, stdio: 'ignore' })
if (process.argv[3] === 'answer') {
  require('node:http').createServer((_, reply) => reply.end('{}')).listen(Number(process.argv[2]), '127.0.0.1')
} else setInterval(() => undefined, 1000)
`

test('kill -9 leaves nothing of another engine either, of one that starts nor of who left the group', async () => {
  const config = join(session.home, '.config', 'hubkey')
  await mkdir(config, { recursive: true, mode: 0o700 })
  const script = join(session.home, 'family.cjs')
  await writeFile(script, family)
  const preset = (name: string, word: string): string =>
    `${name}:\n  engine: custom\n  model: acme/${name}\n  command: ${JSON.stringify([process.execPath, script, '{port}', word])}\n`
  await writeFile(join(config, 'models.yaml'), preset('served', 'answer') + preset('mute', 'no'), {
    mode: 0o600,
  })
  const app = await launchApp({ session, hub: hub.url })
  const main = await app.window('index')
  for (const name of ['served', 'mute']) {
    await main.getByRole('button', { name: 'Models', exact: true }).click()
    await main.getByRole('button', { name: `Launch ${name}` }).click()
  }
  const states = async (): Promise<string[]> =>
    (await listed()).map(({ repo, state }) => `${repo} ${state}`).sort()
  await expect.poll(states).toEqual(['acme/mute starting', 'acme/served ready'])
  const runs = (await listed()).map(({ id }) => id)
  const marked = async (): Promise<number[]> =>
    (await Promise.all(runs.map(markedProcesses))).flat()
  // At least a server and the child that left, of each.
  await expect.poll(async () => (await marked()).length).toBeGreaterThanOrEqual(4)
  const pid = app.electron.process().pid ?? 0
  const all = [...new Set([pid, ...(await descendantsOf(pid)), ...(await marked())])]
  process.kill(pid, 'SIGKILL')
  await expect
    .poll(async () => [await alive(all), await marked()], { timeout: 5000 })
    .toEqual([[], []])
  console.info(`kill -9: ${all.length} processes before, none after`)

  const again = await launchApp({ session, hub: hub.url })
  try {
    expect(await listed()).toEqual([])
    const { ended } = (await runCli(session, ['ps', '--all', '--json'])).json()
    expect(ended).toEqual(
      expect.arrayContaining(runs.map((id) => expect.objectContaining({ id }) as unknown)),
    )
  } finally {
    await again.close()
  }
})

/** The live runs, as the command line sees them from outside. */
async function listed(): Promise<readonly RunView[]> {
  return (await runCli(session, ['ps', '--json'])).json()['runs'] as readonly RunView[]
}

/** The app without Playwright, as a user starts it. */
function startPlain(): ChildProcess {
  return spawn(electronPath(), electronArgs(), {
    env: { ...session.env, HF_ENDPOINT: hub.url },
    stdio: 'ignore',
  })
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

async function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => {
      resolve(false)
    })
  })
}
