import { scanCacheDir } from '@huggingface/hub'
import { expect, test, type Page } from '@playwright/test'
import OpenAI from 'openai'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
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
import { makeLeanCli } from '../fixtures/lean-cli.ts'

/** Large enough that a throttled download can be watched, and that the thread for large files receives it. */
const modelBytes = 34_000_000

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
  await expect.poll(async () => (await tray.menu())[0]?.label).toBe('Hugging Face · not logged in')
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
  await expect.poll(async () => (await tray.menu())[0]?.label).toBe('Hugging Face · ada')
})

test('a model nobody asked for yet is explained, and no byte of it comes down', async () => {
  const main = await app.window('index')
  hub.clearRequests()
  await lookUp(main, 'hubkey-tests/gated-not-requested')
  await expect(main.locator('.verdict-title')).toHaveText('You have not asked for access yet')
  await expect(main.getByRole('button', { name: /^Launch/ })).toBeDisabled()
  await expect(main.getByRole('button', { name: /Ask for access/ })).toBeEnabled()
  await shot(main, 'not-requested')
  expect(hub.requests.filter(({ server }) => server === 'cdn')).toEqual([])
})

test('the button of that verdict opens the page of that model and nothing else', async () => {
  const main = await app.window('index')
  await main.getByRole('button', { name: /Ask for access/ }).click()
  await expect
    .poll(async () => session.opened())
    .toEqual([`${hub.url}/hubkey-tests/gated-not-requested`])
})

test('a model that is searched for is waited for, and told when its author opens it', async () => {
  const main = await app.window('index')
  const pending = 'hubkey-tests/gated-pending'
  await main.getByRole('button', { name: 'All models' }).click()
  const field = main.getByRole('textbox', { name: 'Model', exact: true })
  await field.fill('gated')
  await field.press('Enter')
  const results = main.getByRole('region', { name: 'Found on the Hub' })
  await expect(results.getByRole('listitem').first()).toBeVisible()
  await shot(main, 'search')
  await results.getByRole('button', { name: pending }).click()
  await expect(main.locator('.verdict-title')).toHaveText('Waiting for the author')
  await expect(main.getByRole('button', { name: 'Stop watching' })).toBeVisible()
  hub.setAccess(pending, 'ada', 'granted')
  await letTheWaitPass()
  const told = 'gated-pending is open now…'
  await expect.poll(async () => (await tray.menu()).map(({ label }) => label)).toContain(told)
  await main.getByRole('button', { name: 'Search results' }).click()
  await main.getByRole('button', { name: 'Clear the search' }).click()
  await main.getByRole('button', { name: `Look at ${pending}` }).click()
  await expect(main.locator('.verdict-title')).toHaveText('Your account may have it')
  await expect.poll(async () => (await tray.menu()).map(({ label }) => label)).not.toContain(told)
})

test('a gated model this account may have comes down with progress and answers', async () => {
  const main = await app.window('index')
  const slow = hub.setFault({ server: 'cdn', fault: { kind: 'slow', bytesPerSecond: 4_000_000 } })
  await lookUp(main, SAMPLE.gatedModel)
  await main.getByRole('button', { name: `Launch ${SAMPLE.modelFile}` }).click()
  const bar = main.getByRole('progressbar').first()
  const received = async (): Promise<number> => Number(await bar.getAttribute('value'))
  await expect.poll(received).toBeGreaterThan(0)
  const before = await received()
  await expect.poll(received).toBeGreaterThan(before)
  await shot(main, 'downloading')
  await main.getByRole('button', { name: 'Servers' }).click()
  await expect(main.getByText(/^http:\/\/127\.0\.0\.1:\d+/).first()).toBeVisible({
    timeout: 30_000,
  })
  await shot(main, 'server')
  slow.remove()
  expect(hub.leaks()).toEqual([])
  expect(bytesForTheThread()).toBeGreaterThanOrEqual(modelBytes)
  expect(await ask(main, 'Whose key is it?')).toBe(KNOWN_SENTENCE)
  await shot(main, 'playground')
})

test('curl and the official OpenAI client get the same answer from the port', async () => {
  const url = await serverUrl()
  const plain = await fetch(`${url}/v1/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: 'Whose key is it?' }),
  })
  const { choices } = (await plain.json()) as { choices: { text: string }[] }
  expect(choices[0]?.text.trim()).toBe(KNOWN_SENTENCE)

  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none' })
  const messages = [{ role: 'user' as const, content: 'Whose key is it?' }]
  const whole = await client.chat.completions.create({ model: SAMPLE.gatedModel, messages })
  expect(whole.choices[0]?.message.content?.trim()).toBe(KNOWN_SENTENCE)

  const stream = await client.chat.completions.create({
    model: SAMPLE.gatedModel,
    messages,
    stream: true,
  })
  const pieces: string[] = []
  for await (const chunk of stream) pieces.push(chunk.choices[0]?.delta.content ?? '')
  expect(pieces.join('').trim()).toBe(KNOWN_SENTENCE)
  expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(1)
})

test('the official client reads the cache without complaint', async () => {
  const cacheDir = join(session.home, '.cache', 'huggingface', 'hub')
  const { repos, warnings } = await scanCacheDir(cacheDir)
  expect(warnings).toEqual([])
  expect(repos.map(({ id }) => id.name)).toEqual([SAMPLE.gatedModel])
})

test('git is answered by the running app, with the token of its keyring', async () => {
  const lean = await makeLeanCli()
  try {
    const env = { ...session.env, HF_ENDPOINT: hub.url }
    const stdin = `protocol=http\nhost=${new URL(hub.url).host}\n\n`
    const { stdout, stderr, code } = await lean.run(['git-credential', 'get'], { env, stdin })
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
    expect(stdout).toContain(`password=${token}\n`)
    const status = (await lean.run(['status', '--json'], { env })).json()
    expect(status).toMatchObject({ ok: true, keyring: { state: 'unlocked' } })
  } finally {
    await lean.remove()
  }
})

test('the token is in the keyring and nowhere else', async () => {
  const hunt = huntFor(token)
  const payloads = await recording.payloads()
  expect(payloads.length).toBeGreaterThan(20)
  expect(payloads.filter((payload) => hunt.text(payload))).toEqual([])
  for (const page of app.electron.windows()) {
    expect(hunt.text(await page.content())).toBe(false)
    expect(hunt.text(await heapOf(page))).toBe(false)
  }
  expect(hunt.text(app.output())).toBe(false)
  expect(await hunt.processes()).toEqual([])
  expect(await hunt.folder(session.home)).toEqual([])
})

test('a leak planted in each of these places is found', async () => {
  const hunt = huntFor(token)
  const planted = join(session.home, 'planted.log')
  await writeFile(planted, `x${Buffer.from(`a${token}`).toString('base64')}x`)
  expect(await hunt.folder(session.home)).toEqual([planted])
  await rm(planted)

  const child = spawn('sleep', ['60'], { argv0: token, env: { ...process.env, LEAK: token } })
  try {
    await expect
      .poll(async () => hunt.processes())
      .toEqual([`/proc/${child.pid}/cmdline`, `/proc/${child.pid}/environ`])
  } finally {
    child.kill('SIGKILL')
  }

  const main = await app.window('index')
  await app.electron.evaluate(({ BrowserWindow }, text) => {
    // One is enough, and a window that is only hidden or about to close is one more.
    BrowserWindow.getAllWindows()[0]?.webContents.send('log', text)
  }, token)
  expect((await recording.payloads()).filter((payload) => hunt.text(payload))).toHaveLength(1)
  await main.evaluate((text) => {
    document.body.dataset['leak'] = text
  }, token)
  expect(hunt.text(await main.content())).toBe(true)
  expect(hunt.text(await heapOf(main))).toBe(true)
  await main.evaluate(() => {
    delete document.body.dataset['leak']
  })
  await app.electron.evaluate((_electron, text) => {
    console.log(text)
  }, token)
  await expect.poll(() => hunt.text(app.output())).toBe(true)
})

test('quitting from the tray stops the server and frees its port', async () => {
  const url = await serverUrl()
  const ended = new Promise((resolve) => app.electron.process().once('exit', resolve))
  await tray.click('Quit and stop 1 server')
  await ended
  await expect(fetch(`${url}/health`)).rejects.toThrow()
  expect(existsSync(join(session.home, '.local', 'state', 'hubkey', 'app.sock'))).toBe(false)
})

/** How much the thread for large files asked for: unlike fetch it does not say how it fetches. */
function bytesForTheThread(): number {
  const ranges = hub.requests
    .filter(({ server, headers }) => server === 'cdn' && !('sec-fetch-mode' in headers))
    .map(({ headers }) => /^bytes=(\d+)-(\d+)$/.exec(headers['range'] ?? '') ?? [])
  return ranges.reduce((sum, [, first = 0, last = -1]) => sum + Number(last) - Number(first) + 1, 0)
}

async function serverUrl(): Promise<string> {
  const main = await app.window('index')
  await main.getByRole('button', { name: 'Servers' }).click()
  const text = await main
    .getByText(/^http:\/\/127\.0\.0\.1:\d+/)
    .first()
    .innerText()
  return new URL(text).origin
}

/** Everything JavaScript in the page can reach, as the debugger's heap snapshot has it. */
async function heapOf(page: Page): Promise<string> {
  const debuggee = await page.context().newCDPSession(page)
  const chunks: string[] = []
  debuggee.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await debuggee.send('HeapProfiler.collectGarbage')
  await debuggee.send('HeapProfiler.takeHeapSnapshot')
  await debuggee.detach()
  return chunks.join('')
}

async function shot(window: Page, name: string): Promise<void> {
  await window.screenshot({ path: join(root, 'test-results', 'e2e', `${name}.png`) })
}

/** Ten minutes pass for the watch list: the entry's time lies behind, as when the machine had slept. */
async function letTheWaitPass(): Promise<void> {
  const file = join(session.home, '.config', 'hubkey', 'watch-list.json')
  const text = await readFile(file, 'utf8')
  const past = new Date(Date.now() - 1000).toISOString()
  const changed = text.replace(/("nextAt":\s*)"[^"]+"/, `$1"${past}"`)
  expect(changed).not.toBe(text)
  await writeFile(`${file}.new`, changed, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
