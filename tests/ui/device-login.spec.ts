import { errors, fail } from '../../shared/errors.ts'
import { loginErrors } from '../../shared/login-errors.ts'
import type { Output } from '../../shared/ipc/contract.ts'
import { account, loggedOut, unlocked, verified, world } from '../fixtures/fake-bridge-world.ts'
import type { FakeBridge } from '../fixtures/fake-bridge.ts'
import { deviceLogin, endedLogIn, logIn } from '../fixtures/fake-log-ins.ts'
import { expect, test } from './ui-test.ts'

type Waited = Output<'device.wait'>
const device = deviceLogin.id

/** Main has a code; the returned function is the user's yes in the browser. */
function waits(bridge: FakeBridge): (account: string) => void {
  let agree: (waited: Waited) => void = () => undefined
  bridge
    .reply('device.begin', deviceLogin)
    .reply('device.wait', () => new Promise<Waited>((resolve) => (agree = resolve)))
  return (account) => {
    agree({ account })
  }
}

test('one click, the code, and the window goes on by itself once the user has agreed', async ({
  bridge,
  openToken,
}) => {
  const agree = waits(bridge)
  const page = await openToken({ providers: [loggedOut] })
  await page.getByRole('button', { name: 'log in by browser' }).click()
  await expect(page.getByText('WDJB-MJHT')).toBeVisible()
  await expect(page.getByText('huggingface.co/oauth/device')).toBeVisible()
  await expect(page.getByText(/^4 min \d+ s left$/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Open the page' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(() => bridge.calls('device.open')).toEqual([{ device }])
  await page.getByRole('button', { name: 'Copy the code' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(bridge.calls('device.copy')).toEqual([{ device }])
  await page.clock.runFor(271_000)
  await expect(page.getByText('The code has run out')).toBeVisible()
  const accounts = [logIn('laptop', { active: true, verification: verified() })]
  await bridge.push('snapshot', world({ revision: 2, providers: [{ ...loggedOut, accounts }] }))
  agree('laptop')
  await expect(page.getByRole('status')).toContainText('Logged in as Ada Byron')
  await page.clock.runFor(2000)
  await expect.poll(() => bridge.calls('window.close')).toHaveLength(1)
  expect(bridge.calls('device.begin')).toEqual([{ provider: 'huggingface' }])
  expect(bridge.calls('device.cancel')).toEqual([])
})

test('Cancel leads back to the field, and Escape out of the window; both end the wait', async ({
  bridge,
  openToken,
}) => {
  waits(bridge)
  const page = await openToken()
  await page.getByRole('button', { name: 'log in by browser' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('textbox', { name: 'Token' })).toBeFocused()
  expect(bridge.calls('device.cancel')).toEqual([{ device }])
  expect(bridge.calls('window.close')).toEqual([])
  await page.getByRole('button', { name: 'log in by browser' }).click()
  await expect(page.getByText('WDJB-MJHT')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect.poll(() => bridge.calls('window.close')).toHaveLength(1)
  expect(bridge.calls('device.cancel')).toHaveLength(2)
})

test('what could not be stored is kept: one click stores it, without a new code', async ({
  bridge,
  openToken,
}) => {
  const { message } = errors.keyringLocked()
  bridge
    .reply('device.begin', deviceLogin)
    .reply('device.wait', fail(loginErrors.notStored(errors.keyringLocked())))
  const page = await openToken({ providers: [loggedOut] })
  await page.getByRole('button', { name: 'log in by browser' }).click()
  await expect(page.getByRole('alert')).toContainText(message)
  await expect(page.getByText(deviceLogin.userCode)).toHaveCount(0)
  bridge.reply('device.wait', { account: 'default' })
  await page.getByRole('button', { name: 'Store it' }).click()
  await expect.poll(() => bridge.calls('device.wait')).toEqual([{ device }, { device }])
  await page.clock.runFor(2000)
  await expect.poll(() => bridge.calls('window.close')).toHaveLength(1)
  expect(bridge.calls('device.begin')).toHaveLength(1)
  expect(bridge.calls('device.cancel')).toEqual([])
})

test('a code that comes after the user has left is given back', async ({ bridge, openToken }) => {
  let answer: (login: typeof deviceLogin) => void = () => undefined
  bridge.reply(
    'device.begin',
    () => new Promise<typeof deviceLogin>((resolve) => (answer = resolve)),
  )
  const page = await openToken()
  await page.getByRole('button', { name: 'log in by browser' }).click()
  await expect(page.getByText('Asking Hugging Face for a code…')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  answer(deviceLogin)
  await expect.poll(() => bridge.calls('device.cancel')).toEqual([{ device }])
  expect(bridge.calls('device.wait')).toEqual([])
})

for (const error of [loginErrors.deviceExpired(), loginErrors.deviceRefused()]) {
  test(`${error.code} says so, and a new code is one key away`, async ({ bridge, openToken }) => {
    bridge.reply('device.begin', deviceLogin).reply('device.wait', fail(error))
    const page = await openToken()
    await page.getByRole('button', { name: 'log in by browser' }).click()
    await expect(page.getByRole('alert')).toContainText(error.message)
    await expect(page.getByText('WDJB-MJHT')).toBeHidden()
    await expect(page.getByRole('button', { name: 'Get a new code' })).toBeFocused()
    waits(bridge)
    await page.keyboard.press('Enter')
    await expect(page.getByText('WDJB-MJHT')).toBeVisible()
  })
}

test('without an application it is asked for once, and one that cannot be is told', async ({
  bridge,
  openToken,
}) => {
  bridge.reply('device.begin', fail(loginErrors.noClient()))
  const page = await openToken()
  await page.getByRole('button', { name: 'log in by browser' }).click()
  await expect(page.getByRole('status')).toContainText('needs the client id')
  await page.getByRole('button', { name: 'Create one' }).click()
  await expect.poll(() => bridge.calls('link.open')).toEqual([{ to: 'create-application' }])
  const field = page.getByLabel('Client id of your application')
  await field.fill('first')
  bridge.reply('settings.update', fail(errors.storeWriteFailed('/x/settings.json', 'ENOSPC')))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('ENOSPC')
  await expect(field).toHaveValue('first')
  waits(bridge)
  bridge.reply('settings.update', undefined)
  await page.getByRole('button', { name: 'Use it' }).click()
  await expect(page.getByText('WDJB-MJHT')).toBeVisible()
  expect(bridge.calls('settings.update').at(-1)).toEqual({ oauthClientId: 'first' })
})

test('nothing is begun that could not be stored', async ({ bridge, openToken }) => {
  waits(bridge)
  const keyring = { ...unlocked, state: 'locked', sentence: 'It is locked.' } as const
  const page = await openToken({ keyring: { ...keyring, store: { kind: 'none' } } })
  await page.getByRole('button', { name: 'log in by browser' }).click()
  await expect(page.getByRole('button', { name: 'Open the page' })).toBeDisabled()
  await page.getByRole('button', { name: 'Unlock…' }).click()
  await expect.poll(() => bridge.calls('keyring.unlock')).toHaveLength(1)
})

test('a log-in that has ended shows it, and its button logs in again in its place', async ({
  page,
  bridge,
  openMain,
  openToken,
}) => {
  await openMain('tokens', { providers: [endedLogIn] })
  await expect(page.getByText('log-in over')).toHaveCount(2)
  await expect(page.getByRole('button', { name: 'Log in again as old' })).toBeVisible()
  await page.getByRole('button', { name: 'Log in again as laptop' }).click()
  const laptop = { provider: 'huggingface', replaces: 'laptop', by: 'browser' }
  await expect.poll(() => bridge.calls('window.show')).toEqual([{ view: 'log-in', logIn: laptop }])
  waits(bridge)
  await openToken({ providers: [endedLogIn] }, 'huggingface/laptop/browser')
  await expect(page.getByRole('heading', { name: 'Log in again as laptop' })).toBeVisible()
  await expect(page.getByText('WDJB-MJHT')).toBeVisible()
  expect(bridge.calls('device.begin')).toEqual([{ provider: 'huggingface', account: 'laptop' }])
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => bridge.calls('window.close')).toHaveLength(1)
})

test('the browser is no way to replace a pasted token, but the one to replace a log-in', async ({
  bridge,
  openToken,
}) => {
  const accounts = [...endedLogIn.accounts, account('plain')]
  const page = await openToken({ providers: [{ ...endedLogIn, accounts }] }, 'huggingface/plain')
  await expect(page.getByRole('button', { name: 'log in by browser' })).toBeHidden()
  // A notice may still lead here for a log-in: its way out is the browser.
  waits(bridge)
  await page.evaluate(() => {
    location.hash = '#huggingface/work'
  })
  await page.getByRole('button', { name: 'log in by browser' }).click()
  await expect
    .poll(() => bridge.calls('device.begin'))
    .toEqual([{ provider: 'huggingface', account: 'work' }])
})
