import { expect, test } from '@playwright/test'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { runCli } from '../fixtures/cli.ts'
import { launchApp, root, type RunningApp } from '../fixtures/desktop/hubkey-app.ts'
import { startSession, type DesktopSession } from '../fixtures/desktop/session.ts'
import { leave } from '../fixtures/foreign-home.ts'
import { startHubDouble, type HubDouble } from '../fixtures/hub-double/hub-double.ts'
import { huntFor } from '../fixtures/leak-hunt.ts'
import { furnishEditorsAndShells, restOf, type Lying } from '../fixtures/whole-home.ts'

let session: DesktopSession
let hub: HubDouble
let app: RunningApp
let lying: readonly Lying[]
let project: string
const tokens: string[] = []

test.beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
  const [first, second] = ['first', 'second'].map((label) =>
    hub.addToken({ label, kind: 'read', owner: 'ada' }),
  )
  // The shell's profile alone has the token that is about to be replaced.
  lying = await furnishEditorsAndShells(session, (label) =>
    label === '.bashrc' ? first! : hub.addToken({ label, kind: 'read', owner: 'ada' }),
  )
  project = join(session.home, 'projects')
  await leave(join(project, 'notebook/.env'), `DEBUG=1\r\nHF_TOKEN=${second}\n`, 0o644)
  tokens.push(...lying.map(({ token }) => token), first!, second!)
  for (const [word, stdin] of [
    ['login', first],
    ['rotate', second],
  ] as const) {
    const env = { HF_ENDPOINT: hub.url }
    expect((await runCli(session, [word, '--stdin'], { stdin: stdin!, env })).code).toBe(0)
  }
  app = await launchApp({ session, hub: hub.url })
})

test.afterAll(async () => {
  await app.close()
  await hub.close()
  await session.close()
})

/** Every file that a person or another tool put into this home, by path. */
async function everyFile(): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(session.home, { recursive: true, withFileTypes: true })
  const own =
    /[/\\](?:\.config[/\\]hubkey|\.local[/\\]state|\.cache|\.pki|\.local[/\\]share[/\\]keyrings)(?:[/\\]|$)/
  const paths = entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name)
    return entry.isFile() && !own.test(path) ? [path] : []
  })
  const texts = await Promise.all(paths.map(async (path) => readFile(path, 'latin1')))
  return new Map(paths.map((path, at) => [path, texts[at] ?? '']))
}

test('a home’s copies are listed; one is taken out, one mended, and all else stays as it was', async () => {
  const before = await everyFile()
  const page = await app.window('index')
  await page.getByRole('button', { name: 'Where it lives' }).click()
  await expect(page.locator('[data-copy]')).toHaveCount(lying.length + 1)
  await expect(page.locator('.map-lines circle').first()).toBeAttached()

  // The dialog is the system's; a window names no path.
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, project)
  await page.getByRole('button', { name: 'Add a folder…' }).click()
  await expect(page.locator('[data-copy]')).toHaveCount(lying.length + 2)
  await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded()
  await page.screenshot({ path: join(root, 'test-results', 'e2e', 'where-map.png') })

  const bashrc = lying.find(({ where }) => where.endsWith('.bashrc'))!
  await page.locator('[data-copy]', { hasText: '.bashrc' }).click()
  const details = page.getByRole('region', { name: 'Shell profile stale' })
  await expect(details).toContainText(bashrc.where)
  await details.getByRole('button', { name: 'Take it out…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take it out' }).click()
  await expect(page.getByText(`Taken out of Shell profile: ${bashrc.where}.`)).toBeVisible()
  await expect(page.locator('[data-copy]')).toHaveCount(lying.length + 1)

  await page.getByRole('button', { name: 'Doctor' }).click()
  const env = join(project, 'notebook/.env')
  await page.getByRole('button', { name: `Fix: ${env} holds a secret` }).click()
  await expect(page.getByRole('dialog')).toContainText(`Set ${env} to 0600.`)
  expect((await stat(env)).mode & 0o777).toBe(0o644)
  await page.getByRole('button', { name: 'Do it' }).click()
  await expect(page.getByText('One thing was mended.')).toBeVisible()
  expect((await stat(env)).mode & 0o777).toBe(0o600)
  await page.screenshot({ path: join(root, 'test-results', 'e2e', 'where-doctor.png') })

  await page.getByRole('button', { name: 'Copy report' }).click()
  const report = (await page.getByLabel('The report', { exact: true }).textContent()) ?? ''
  expect(await app.electron.evaluate(async ({ clipboard }) => clipboard.readText())).toBe(report)
  expect(report).toContain('huggingface keyring current')
  expect(report).not.toContain(session.home)

  const expected = new Map(before).set(bashrc.where, restOf(bashrc))
  expect(await everyFile()).toEqual(expected)
  const settings = join(session.home, '.config/hubkey/settings.json')
  expect(JSON.parse(await readFile(settings, 'utf8'))).toMatchObject({
    settings: { envFolders: [project] },
  })
  // The command line looks there, too.
  const told = await runCli(session, ['where', '--json'], { env: { HF_ENDPOINT: hub.url } })
  expect(told.json()).toMatchObject({
    copies: expect.arrayContaining([expect.objectContaining({ where: env })]),
  })
  const seen = (await page.content()) + app.output() + report
  for (const token of tokens) expect(huntFor(token).text(seen)).toBe(false)
})
