import { expect, test, type Page } from '@playwright/test'
import { join } from 'node:path'
import { launchApp, root, type RunningApp } from '../fixtures/desktop/hubkey-app.ts'
import {
  closeBy,
  openLogIn,
  pasteToken,
  saveToken,
  verifyToken,
} from '../fixtures/desktop/main-job.ts'
import { startPanel, type DesktopPanel, type TrayItem } from '../fixtures/desktop/panel.ts'
import { runInSession, startSession, type DesktopSession } from '../fixtures/desktop/session.ts'
import type { Fault } from '../fixtures/hub-double/faults.ts'
import { startHubDouble, type HubDouble } from '../fixtures/hub-double/hub-double.ts'

let session: DesktopSession
let hub: HubDouble
let panel: DesktopPanel
let app: RunningApp
let tray: TrayItem
let token: string

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
  token = hub.token('ada-read')
  panel = await startPanel(session.busAddress)
  app = await launchApp({ session, hub: hub.url })
  tray = await panel.trayItem()
  const window = await openLogIn(app, tray)
  await pasteToken(app, window, token)
  await verifyToken(window, 'ada')
  await saveToken(window)
})

test.afterAll(async () => {
  await app.close()
  panel.close()
  await hub.close()
  await session.close()
})

test.afterEach(async () => {
  hub.clearFaults()
  // Whatever went wrong, the token that was there before still is.
  const args = ['lookup', 'service', 'hubkey', 'account', 'huggingface:default']
  expect((await runInSession(session, 'secret-tool', args)) === token).toBe(true)
})

const seen = new Set<string>()

/** Each case has a sentence of its own. */
async function expectSentence(window: Page, pattern: RegExp): Promise<void> {
  const note = window.getByText(pattern).first()
  await expect(note).toBeVisible({ timeout: 15_000 })
  const sentence = await note.innerText()
  expect(seen.has(sentence)).toBe(false)
  seen.add(sentence)
}

const pastes: readonly [string, string, RegExp][] = [
  ['empty', ' \n', /clipboard holds no text/],
  ['1 MB long', 'a'.repeat(1_000_000), /longer than any token/],
  ['of several lines', `${'a'.repeat(30)}\n${'b'.repeat(30)}`, /more than one line/],
  ['with a control character', `${'a'.repeat(20)}\u0001b`, /characters that no token has/],
  ['cut short', 'hf_a', /part of this one is missing/],
]

for (const [name, text, sentence] of pastes) {
  test(`a pasted text ${name} is refused with its own sentence`, async () => {
    const window = await openLogIn(app, tray)
    await pasteToken(app, window, text)
    await expectSentence(window, sentence)
    await shot(window, `paste-${name.replaceAll(' ', '-')}`)
    await cancel(window)
  })
}

test('a typed NUL is refused, and the field does not keep what was typed', async () => {
  const window = await openLogIn(app, tray)
  const field = window.getByRole('textbox', { name: 'Token' }).or(window.getByLabel('Token'))
  await field.first().fill(`${'a'.repeat(20)}\0b`)
  await window.getByRole('button', { name: 'Verify' }).click()
  await expect(window.getByText(/characters that no token has/).first()).toBeVisible()
  expect(await window.content()).not.toContain('a'.repeat(20))
  await cancel(window)
})

test('a token the Hub does not know is refused with what to do', async () => {
  const window = await openLogIn(app, tray)
  await pasteToken(app, window, `hf_${'w'.repeat(34)}`)
  await window.getByRole('button', { name: 'Verify' }).click()
  await expectSentence(window, /does not accept this token/)
  await expect(window.getByRole('button', { name: 'Create a token' })).toBeVisible()
  await expect(window.getByRole('button', { name: /^Save/ })).toBeDisabled()
  await shot(window, 'rejected')
  await cancel(window)
})

test('an expired token is refused', async () => {
  const expired = hub.addToken({ label: 'expired-now', kind: 'read', owner: 'ada' })
  hub.removeToken('expired-now')
  const window = await openLogIn(app, tray)
  await pasteToken(app, window, expired)
  await window.getByRole('button', { name: 'Verify' }).click()
  await expect(window.getByText(/does not accept this token/).first()).toBeVisible()
  await cancel(window)
})

const silences: readonly [string, Fault, RegExp][] = [
  ['is down', { kind: 'reset' }, /cannot be reached/],
  ['is too slow', { kind: 'silence' }, /did not answer within/],
  ['asks to wait', { kind: 'rate-limited', resetSeconds: 77 }, /wait 7\d seconds/],
  ['has a problem', { kind: 'status', status: 500 }, /problem of its own/],
  ['answers with HTML', { kind: 'captive-portal' }, /Something other than the Hub/],
]

for (const [name, fault, sentence] of silences) {
  test(`when the Hub ${name} the token is not judged and may be saved`, async () => {
    hub.setFault({ fault, path: '/api/whoami-v2' })
    const window = await openLogIn(app, tray)
    await pasteToken(app, window, token)
    await window.getByRole('button', { name: 'Verify' }).click()
    await expectSentence(window, sentence)
    await expect(window.getByRole('button', { name: 'Save unverified' })).toBeEnabled()
    await shot(window, `hub-${name.replaceAll(' ', '-')}`)
    await cancel(window)
  })
}

async function cancel(window: Page): Promise<void> {
  await closeBy(window, 'Cancel')
}

async function shot(window: Page, name: string): Promise<void> {
  await window.screenshot({ path: join(root, 'test-results', 'e2e', `${name}.png`) })
}
