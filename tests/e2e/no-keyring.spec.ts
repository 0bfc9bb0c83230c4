import { expect, test } from '@playwright/test'
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { launchApp, root, type RunningApp } from '../fixtures/desktop/hubkey-app.ts'
import { openLogIn, pasteToken, saveToken, verifyToken } from '../fixtures/desktop/main-job.ts'
import { startPanel, type DesktopPanel } from '../fixtures/desktop/panel.ts'
import { startSession, type DesktopSession } from '../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../fixtures/hub-double/hub-double.ts'
import { huntFor } from '../fixtures/leak-hunt.ts'

let session: DesktopSession
let hub: HubDouble
let panel: DesktopPanel
let app: RunningApp

test.beforeAll(async () => {
  session = await startSession({ keyring: 'absent' })
  hub = await startHubDouble()
  panel = await startPanel(session.busAddress)
  app = await launchApp({ session, hub: hub.url })
})

test.afterAll(async () => {
  await app.close()
  panel.close()
  await hub.close()
  await session.close()
})

test('without a keyring the window says that the token will lie in a file, and where', async () => {
  const token = hub.token('ada-read')
  const file = join(session.home, '.config', 'hubkey', 'credentials.json')
  const window = await openLogIn(app, await panel.trayItem())
  await expect(window.getByText(`Goes to a file: ${file}`)).toBeVisible()
  await pasteToken(app, window, token)
  await verifyToken(window, 'ada')
  await window.screenshot({ path: join(root, 'test-results', 'e2e', 'log-in-file.png') })
  await saveToken(window)

  expect(await readFile(file, 'utf8')).toContain(token)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await stat(dirname(file))).mode & 0o777).toBe(0o700)
  expect(await huntFor(token).folder(session.home)).toEqual([file])

  const main = await app.window('index')
  await expect(main.getByText('Ada Byron')).toBeVisible()
  await expect(main.getByText(file).first()).toBeVisible()
  await main.screenshot({ path: join(root, 'test-results', 'e2e', 'tokens-file.png') })
})
