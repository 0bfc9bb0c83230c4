import { expect, test, type Page } from '@playwright/test'
import type { MessageBoxOptions } from 'electron'
import { launchApp, type RunningApp } from '../fixtures/desktop/hubkey-app.ts'
import {
  lookUp,
  openLogIn,
  pasteToken,
  saveToken,
  verifyToken,
} from '../fixtures/desktop/main-job.ts'
import { startPanel, type DesktopPanel, type TrayItem } from '../fixtures/desktop/panel.ts'
import { startSession, type DesktopSession } from '../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../fixtures/hub-double/hub-double.ts'
import { SAMPLE, sampleWorld } from '../fixtures/hub-double/sample-world.ts'

let session: DesktopSession
let hub: HubDouble
let panel: DesktopPanel
let app: RunningApp
let tray: TrayItem

test.beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble({ world: sampleWorld({ modelBytes: 6_000_000 }) })
  // So slow that it is under way for as long as a test looks.
  hub.setFault({ server: 'cdn', fault: { kind: 'slow', bytesPerSecond: 20_000 } })
  panel = await startPanel(session.busAddress)
})

test.beforeEach(async () => {
  app = await launchApp({ session, hub: hub.url })
  tray = await panel.trayItem()
  // Whoever asks main something while it still loads the core may see its answer collected as garbage.
  await expect.poll(async () => (await labels())[0]).not.toContain('looking')
})

test.afterEach(async () => {
  await app.close()
})

test.afterAll(async () => {
  panel.close()
  await hub.close()
  await session.close()
})

/** What the person in front of the native dialog does: one of its buttons, or nothing yet. */
async function answer(what: 'Keep running' | 'Quit' | 'nothing'): Promise<void> {
  await app.electron.evaluate(({ dialog }, wanted) => {
    const questions: MessageBoxOptions[] = []
    Object.assign(globalThis, { questions })
    dialog.showMessageBox = (async (...given: unknown[]) => {
      const options = given.at(-1) as MessageBoxOptions
      questions.push(options)
      if (wanted === 'nothing') return new Promise(() => undefined)
      const response = options.buttons?.indexOf(wanted)
      return Promise.resolve({ response, checkboxChecked: false })
    }) as typeof dialog.showMessageBox
  }, what)
}

/** The questions since `answer` was said. */
async function questions(): Promise<readonly MessageBoxOptions[]> {
  return app.electron.evaluate(
    () => (globalThis as unknown as { questions: MessageBoxOptions[] }).questions,
  )
}

/** As the system sends a key; the debugger's own go past whoever listens before the page. */
async function pressQuit(): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }) => {
    const page = BrowserWindow.getAllWindows()[0]?.webContents
    page?.sendInputEvent({ type: 'keyDown', keyCode: 'q', modifiers: ['control'] })
    page?.sendInputEvent({ type: 'keyUp', keyCode: 'q', modifiers: ['control'] })
  })
}

async function labels(): Promise<readonly string[]> {
  return (await tray.menu()).map(({ label }) => label)
}

async function ended(): Promise<number | null> {
  const child = app.electron.process()
  if (child.exitCode !== null) return child.exitCode
  return new Promise((resolve) => child.once('exit', resolve))
}

async function download(main: Page): Promise<void> {
  await lookUp(main, SAMPLE.openModel)
  await main.getByRole('button', { name: `Download ${SAMPLE.modelFile}` }).click()
  await expect(main.getByRole('progressbar').first()).toBeVisible()
}

test('a log-in that is not stored is asked about, and is still there for who stays', async () => {
  await answer('Keep running')
  const small = await openLogIn(app, tray)
  await pasteToken(app, small, hub.token('ada-fine-grained'))
  await verifyToken(small, 'ada')
  await tray.click('Quit')
  await expect.poll(questions).toMatchObject([
    {
      message: 'Quit and stop 1 log-in?',
      detail: 'The token of @ada (Hugging Face) is not stored yet: it has to be entered again.',
      buttons: ['Keep running', 'Quit'],
      ...{ defaultId: 0, cancelId: 0 },
    },
  ])
  await saveToken(small)
  const exit = ended()
  await tray.click('Quit')
  expect(await exit).toBe(0)
})

test('a download and a launch that is to persist are named in the tray and asked about', async () => {
  await answer('Keep running')
  const main = await app.window('index')
  await download(main)
  await expect.poll(labels).toContain('Quit and stop 1 download…')
  await pressQuit()
  await expect.poll(questions).toHaveLength(1)
  const [asked] = await questions()
  expect(asked?.message).toBe('Quit and stop 1 download?')
  expect(asked?.detail).toMatch(/stops downloading\. What has arrived is kept/)
  await expect(main.getByRole('progressbar').first()).toBeVisible()

  await lookUp(main, SAMPLE.gatedModel)
  await main.getByRole('button', { name: `Options for ${SAMPLE.modelFile}` }).click()
  const form = main.getByRole('dialog')
  await form.getByRole('combobox', { name: /^When Hubkey ends/ }).selectOption('persist')
  await form.getByRole('button', { name: 'Launch', exact: true }).click()
  await expect.poll(labels).toContain('Quit and stop 1 launch and 1 download…')
  await answer('Quit')
  const exit = ended()
  await tray.click('Quit and stop 1 launch and 1 download…')
  expect(await exit).toBe(0)
})

test('a signal asks nothing, and goes before a question that is open', async () => {
  await answer('nothing')
  const main = await app.window('index')
  await download(main)
  await pressQuit()
  await expect.poll(questions).toHaveLength(1)
  // Asked once, however often the key is pressed.
  await pressQuit()
  expect(await questions()).toHaveLength(1)
  const exit = ended()
  app.electron.process().kill('SIGTERM')
  expect(await exit).toBe(0)
})
