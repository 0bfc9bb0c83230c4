import { expect, test, type Page } from '@playwright/test'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCli } from '../fixtures/cli.ts'
import { launchApp, root, type RunningApp } from '../fixtures/desktop/hubkey-app.ts'
import { lookUp } from '../fixtures/desktop/main-job.ts'
import { startPanel, type DesktopPanel } from '../fixtures/desktop/panel.ts'
import { startSession, type DesktopSession } from '../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../fixtures/hub-double/sample-world.ts'

let session: DesktopSession
let hub: HubDouble
let panel: DesktopPanel
let app: RunningApp
let main: Page

test.describe.configure({ mode: 'serial' })

/** Prints 100,000 lines and then answers, as a server that talks too much. */
const talker = `
const http = require('node:http')
for (let block = 0; block < 100; block += 1) {
  let text = ''
  for (let line = 1; line <= 1000; line += 1) {
    const number = block * 1000 + line
    text += '\\u001b[32mINFO\\u001b[0m line ' + number + ' of what this server has to say about itself\\n'
  }
  process.stdout.write(text)
}
http.createServer((_, reply) => reply.end('{}')).listen(Number(process.argv[2]), '127.0.0.1')
`

test.beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
  const config = join(session.home, '.config', 'hubkey')
  await mkdir(config, { recursive: true, mode: 0o700 })
  const script = join(session.home, 'talker.cjs')
  await writeFile(script, talker)
  const command = JSON.stringify([process.execPath, script, '{port}'])
  await writeFile(
    join(config, 'models.yaml'),
    `talker:\n  engine: custom\n  model: acme/talker\n  command: ${command}\n`,
    { mode: 0o600 },
  )
  panel = await startPanel(session.busAddress)
  app = await launchApp({ session, hub: hub.url })
  const tray = await panel.trayItem()
  await tray.click('Open Hubkey')
  main = await app.window('index')
})

test.afterAll(async () => {
  await app.close()
  await runCli(session, ['stop', '--all'])
  panel.close()
  await hub.close()
  await session.close()
})

async function openForm(): Promise<ReturnType<Page['getByRole']>> {
  await lookUp(main, SAMPLE.openModel)
  await main.getByRole('button', { name: `Options for ${SAMPLE.modelFile}` }).click()
  const dialog = main.getByRole('dialog')
  await expect(dialog).toContainText('Nothing stands against it.')
  return dialog
}

test('a filled-in launch becomes a server with figures and a log, and stops', async () => {
  const dialog = await openForm()
  await dialog.getByRole('textbox', { name: /^GPUs/ }).fill('none')
  await expect(dialog).toContainText('None is used, as was asked for.')
  await shot('launch-form')
  await dialog.getByRole('button', { name: 'Launch', exact: true }).click()
  const card = main.getByRole('article', { name: SAMPLE.openModel.split('/')[1]! })
  await expect(card.getByText('ready', { exact: true })).toBeVisible({ timeout: 30_000 })
  await expect(card.getByText(/^memory/)).toContainText('MB')
  await expect(card).toContainText('healthy')
  await card.getByRole('button', { name: 'Show log' }).click()
  await expect(card.getByText(/^hubkey: ready at http/)).toBeVisible()
  await shot('launch-form-server')
  const url = await card.getByText(/^http:\/\/127/).innerText()
  expect((await fetch(`${new URL(url).origin}/v1/models`)).status).toBe(200)
  await card.getByRole('button', { name: /^Stop/ }).click()
  await expect(card.getByText('ended', { exact: true })).toBeVisible()
  await expect(fetch(`${new URL(url).origin}/health`)).rejects.toThrow()
})

test('all of a log of 100,000 lines can be reached, and main stays small', async () => {
  const memory = async (): Promise<number> => app.electron.evaluate(() => process.memoryUsage().rss)
  const before = await memory()
  await main.getByRole('button', { name: 'Models', exact: true }).click()
  const back = main.getByRole('button', { name: 'All models' })
  if (await back.isVisible()) await back.click()
  await main.getByRole('button', { name: 'Launch talker' }).click()
  await main.getByRole('button', { name: /^Servers/ }).click()
  const card = main.getByRole('article', { name: 'talker', exact: true })
  await card.getByRole('button', { name: 'Show log' }).click()
  await expect(card.getByText('ready', { exact: true })).toBeVisible({ timeout: 30_000 })
  const pane = card.getByRole('log')
  // It may answer before all that it printed was read.
  await expect(pane.getByText(/line 100000 of|^hubkey: ready at http/).last()).toBeInViewport()
  await expect(pane.locator('.ansi-green').first()).toHaveText('INFO')
  const find = card.getByRole('searchbox', { name: 'Find in the log' })
  await find.fill('line 50000 ')
  await expect(card.getByText('1 line', { exact: true })).toBeVisible({ timeout: 20_000 })
  await find.press('Enter')
  await expect(pane.locator('.current')).toContainText('INFO line 50000 of')
  await expect(pane.locator('.current')).toBeInViewport()
  await find.fill('of what this server has to say')
  await expect(card.getByText('100000 lines', { exact: true })).toBeVisible({ timeout: 20_000 })
  await pane.press('Control+Home')
  await expect(pane.getByText(/^hubkey: starting acme\/talker/)).toBeInViewport()
  await expect(pane.getByText('line 1 of what')).toBeInViewport()
  await shot('long-log')
  const growth = (await memory()) - before
  console.info(`100,000 lines: main grew by ${(growth / 1e6).toFixed(0)} MB`)
  expect(growth).toBeLessThan(150_000_000)
  await card.getByRole('button', { name: /^Stop/ }).click()
  await expect(card.getByText('ended', { exact: true })).toBeVisible()
})

test('a server that is to go on without Hubkey does', async () => {
  const dialog = await openForm()
  await dialog.getByRole('combobox', { name: /^When Hubkey ends/ }).selectOption('persist')
  await dialog.getByRole('button', { name: 'Launch', exact: true }).click()
  const card = main
    .getByRole('article', { name: SAMPLE.openModel.split('/')[1]! })
    .filter({ hasText: 'goes on when Hubkey quits' })
  await expect(card.getByText('ready', { exact: true })).toBeVisible({ timeout: 30_000 })
  const url = new URL(await card.getByText(/^http:\/\/127/).innerText()).origin
  await app.close()
  expect((await fetch(`${url}/v1/models`)).status).toBe(200)
  const listed = (await runCli(session, ['ps', '--json'])).json()
  expect(listed['runs']).toMatchObject([{ url, detached: true }])
  // The command line finds what the window launched to be the same.
  const args = ['launch', SAMPLE.openModel, '--reuse', '--json']
  const again = (await runCli(session, args, { env: { HF_ENDPOINT: hub.url } })).json()
  expect(again).toMatchObject({ ok: true, reused: true, run: { url } })
  await runCli(session, ['stop', '--all'])
  await expect(fetch(`${url}/health`)).rejects.toThrow()
})

async function shot(name: string): Promise<void> {
  await main.screenshot({ path: join(root, 'test-results', 'e2e', `${name}.png`) })
}
