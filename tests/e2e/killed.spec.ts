import { expect, test } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
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
