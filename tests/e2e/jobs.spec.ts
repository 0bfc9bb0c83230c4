import { expect, test, type Page } from '@playwright/test'
import { join } from 'node:path'
import { launchApp, root, type RunningApp } from '../fixtures/desktop/hubkey-app.ts'
import { recordIpc, type IpcRecording } from '../fixtures/desktop/ipc-recorder.ts'
import { startPanel, type DesktopPanel } from '../fixtures/desktop/panel.ts'
import { startSession, type DesktopSession } from '../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../fixtures/hub-double/hub-double.ts'
import { huntFor } from '../fixtures/leak-hunt.ts'

let session: DesktopSession
let hub: HubDouble
let panel: DesktopPanel
let app: RunningApp
let main: Page
let recording: IpcRecording
let token: string

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  session = await startSession({ keyring: 'absent' })
  hub = await startHubDouble()
  token = hub.token('ada-write')
  panel = await startPanel(session.busAddress)
  app = await launchApp({ session, hub: hub.url, env: { HUBKEY_KEYRING: 'off', HF_TOKEN: token } })
  const tray = await panel.trayItem()
  await keepNotices()
  recording = await recordIpc(app.electron)
  await tray.click('Open Hubkey')
  main = await app.window('index')
  await main.getByRole('button', { name: 'Jobs', exact: true }).click()
})

test.afterAll(async () => {
  await app.close()
  panel.close()
  await hub.close()
  await session.close()
})

test('a job goes from the form to its end, and its token through `secrets` alone', async () => {
  await main.getByRole('button', { name: 'New job' }).first().click()
  // The user's own token in the script: what the guide to tokens in jobs warns of first.
  const script = main.getByRole('textbox', { name: 'Script' })
  const text = `login(token="${token}")\nfor i in range(3): print("epoch", i)\nsleep(1)\nprint("done")`
  await script.fill(text)
  const finding = main.getByRole('listitem').filter({ hasText: 'token' }).first()
  await expect(finding).toBeVisible()
  await expect(main.getByRole('button', { name: 'Submit…' })).toBeDisabled()
  expect(hub.jobs.bodies).toEqual([])
  await finding.getByRole('button').click()
  await expect(script).not.toHaveValue(new RegExp(token))
  await expect(main.getByRole('textbox', { name: 'Name of the secret' })).toHaveValue('HF_TOKEN')
  await main.getByRole('textbox', { name: 'Time limit in minutes' }).fill('60')
  await expect(main.getByText(/It may cost up to \$0\.01: cpu-basic for 60 minutes/)).toBeVisible()
  await main.screenshot({ path: join(root, 'test-results', 'e2e', 'job-form.png') })
  await main.getByRole('button', { name: 'Submit…' }).click()
  const question = main.getByRole('dialog', { name: 'Run this job?' })
  await expect(question).toContainText('For ada, with HF_TOKEN.')
  expect(hub.jobs.bodies).toEqual([])
  await question.getByRole('button', { name: 'Run it' }).click()

  const card = main.getByRole('article').first()
  await expect(card.getByText('epoch 2', { exact: true })).toBeVisible()
  await expect(card.getByText('done', { exact: true })).toBeVisible()
  await expect(card.getByText('the whole log')).toBeVisible()
  await expect(card.getByText('completed')).toBeVisible()
  await expect
    .poll(notices)
    .toEqual([expect.stringMatching(/ has completed: 1 minute on cpu-basic/)])
  await main.screenshot({ path: join(root, 'test-results', 'e2e', 'job-ended.png') })

  expect(hub.jobs.bodies).toHaveLength(1)
  const { secrets, ...rest } = JSON.parse(hub.jobs.bodies[0] ?? '') as { secrets: object }
  expect(secrets).toEqual({ HF_TOKEN: token })
  const hunt = huntFor(token)
  expect(hunt.text(JSON.stringify(rest))).toBe(false)
  // It was typed into the window by this test, and never came back from main.
  expect((await recording.payloads()).filter((payload) => hunt.text(payload))).toEqual([])
  expect(hunt.text(app.output())).toBe(false)
  expect(await hunt.folder(join(session.home, '.local', 'state'))).toEqual([])
})

test('100,000 lines of a job are followed to the last, in memory that stays', async () => {
  await recording.stop()
  const filling = 'x'.repeat(180)
  hub.jobs.program = async function* ({ signal }) {
    for (let line = 1; line <= 100_000 && !signal.aborted; line += 1) {
      yield `line ${line} ${filling}`
    }
    return Promise.resolve(0)
  }
  await main.getByRole('button', { name: 'New job' }).first().click()
  await main.getByRole('textbox', { name: 'Script' }).fill('print("much")')
  await main.getByRole('button', { name: 'Submit…' }).click()
  const before = await memory()
  await main.getByRole('dialog').getByRole('button', { name: 'Run it' }).click()
  const card = main.getByRole('article').first()
  await expect(card.getByText('the whole log')).toBeVisible({ timeout: 40_000 })
  await expect(card.getByText(`line 100000 ${filling}`, { exact: true })).toBeInViewport()
  const grown = (await memory()) - before
  // The log has 19 MB. Kept whole it would take several times that.
  expect(grown).toBeLessThan(100e6)
  expect(await main.locator('.log-line').count()).toBeLessThan(200)
})

/** Bytes of the main process. */
async function memory(): Promise<number> {
  return await app.electron.evaluate(() => process.memoryUsage().rss)
}

/** A private session shows no notices, so that they are written down where they are made. */
async function keepNotices(): Promise<void> {
  await app.electron.evaluate(({ Notification }) => {
    const kept: string[] = []
    Object.assign(globalThis, { hubkeyNotices: kept })
    Notification.isSupported = () => true
    Notification.prototype.show = function () {
      kept.push(`${this.title}: ${this.body}`)
    }
  })
}

async function notices(): Promise<string[]> {
  return await app.electron.evaluate(
    () => (globalThis as { hubkeyNotices?: string[] }).hubkeyNotices ?? [],
  )
}
