import { scanCacheDir } from '@huggingface/hub'
import { expect, test } from '@playwright/test'
import OpenAI from 'openai'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { launchApp, root, type RunningApp } from '../fixtures/desktop/hubkey-app.ts'
import { recordIpc, type IpcRecording } from '../fixtures/desktop/ipc-recorder.ts'
import {
  ask,
  lookUp,
  openLogIn,
  pasteToken,
  saveToken,
  verifyToken,
} from '../fixtures/desktop/main-job.ts'
import { startPanel, type DesktopPanel, type TrayItem } from '../fixtures/desktop/panel.ts'
import { runInSession, startSession, type DesktopSession } from '../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../fixtures/hub-double/hub-double.ts'
import { SAMPLE, sampleWorld } from '../fixtures/hub-double/sample-world.ts'
import { KNOWN_SENTENCE } from '../fixtures/known-answer-model/known-answer-model.ts'
import { huntFor } from '../fixtures/leak-hunt.ts'

/** Large enough that a throttled download can be watched. */
const modelBytes = 6_000_000

let session: DesktopSession
let hub: HubDouble
let panel: DesktopPanel
let app: RunningApp
let tray: TrayItem
let recording: IpcRecording
let token: string

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble({ world: sampleWorld({ modelBytes }) })
  token = hub.token('ada-fine-grained')
  panel = await startPanel(session.busAddress)
  app = await launchApp({ session, hub: hub.url })
  tray = await panel.trayItem()
  recording = await recordIpc(app.electron)
})

test.afterAll(async () => {
  await app.close()
  panel.close()
  await hub.close()
  await session.close()
})

test('the tray offers the whole job', async () => {
  await expect
    .poll(async () => (await tray.menu())[0]?.label)
    .toBe('Hugging Face · not logged in')
  const labels = (await tray.menu()).map(({ label }) => label)
  expect(labels).toEqual(
    expect.arrayContaining([
      'Log in to Hugging Face…',
      'Launch local model…',
      'Open Hubkey',
      'Quit',
    ]),
  )
})

test('a pasted token shows whose it is and goes into the keyring', async () => {
  const window = await openLogIn(app, tray)
  await pasteToken(app, window, token)
  await verifyToken(window, 'ada')
  await expect(window.getByRole('article')).toContainText('Ada Byron')
  await shot(window, 'log-in')
  await saveToken(window)
  const stored = await runInSession(session, 'secret-tool', [
    ...['lookup', 'service', 'hubkey', 'account', 'huggingface:default'],
  ])
  expect(stored).toBe(token)
  await expect
    .poll(async () => (await tray.menu())[0]?.label)
    .toBe('Hugging Face · ada')
})

async function shot(window: import('@playwright/test').Page, name: string): Promise<void> {
  await window.screenshot({ path: join(root, 'test-results', 'e2e', `${name}.png`) })
}
