import { errors, fail } from '../../shared/errors.ts'
import { loggedIn } from '../fixtures/fake-bridge-world.ts'
import { ngcOut, ownCopy, sink } from '../fixtures/fake-accounts.ts'
import type { FakeBridge } from '../fixtures/fake-bridge.ts'
import { everythingFound, foreign, found } from '../fixtures/fake-foreign.ts'
import { expect, test } from './ui-test.ts'

const facts = { providers: [loggedIn, ngcOut] }
const fresh = foreign('xr-ai-1')
const known = { ...fresh, storedAs: ['ada'] }
const place = '/home/ada/.config/xr-ai/credentials.json [HF_TOKEN]'

/** Main knows it as `ada` once it was taken over, and finds nothing more once it was removed. */
function imports(bridge: FakeBridge): void {
  bridge
    .reply('import.list', found(fresh))
    .reply('import.take', ({ account = 'ada' }) => {
      bridge.reply('import.list', found({ ...fresh, storedAs: [account] }))
      const outcome = { account, store: 'keyring', already: false, verified: true } as const
      return { ...outcome, token: fresh, username: 'ada', role: 'read', error: null }
    })
    .reply('import.remove', () => {
      bridge.reply('import.list', found())
      return { token: known, keptAs: ['ada'] }
    })
}

test('one is looked for, taken over, and removed there only after a question', async ({
  bridge,
  openMain,
}) => {
  imports(bridge)
  const page = await openMain('tokens', facts)
  expect(bridge.calls('import.list')).toEqual([])
  await page.getByRole('button', { name: 'Look for them' }).click()
  await expect(page.getByText(place)).toBeVisible()
  await expect(page.getByText('Fingerprint p4d8w1')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Remove from/ })).toBeHidden()
  await page.getByRole('button', { name: `Import from ${place}` }).press('Enter')
  await expect(page.getByText('stored as ada')).toBeVisible()
  expect(bridge.calls('import.take')).toEqual([{ token: 'xr-ai-1' }])
  const remove = page.getByRole('button', { name: 'Remove from credentials.json…' })
  await expect(remove).toBeFocused()
  await remove.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Remove the token from credentials.json?' })
  await expect(dialog).toContainText(place)
  await expect(dialog).toContainText('Hubkey keeps it as ada')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  expect(bridge.calls('import.remove')).toEqual([])
  bridge.reply('import.remove', fail(errors.foreignGone()))
  await remove.click()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await dialog.getByRole('button', { name: 'List them again' }).click()
  await expect(dialog).toBeHidden()
  imports(bridge)
  bridge.reply('import.list', found(known))
  await page.getByRole('button', { name: 'Look again' }).click()
  await remove.click()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('No other tool holds a token')).toBeVisible()
  expect(bridge.calls('import.remove')).toEqual(Array(2).fill({ token: 'xr-ai-1' }))
})

test('a name that another token has is asked for anew', async ({ bridge, openMain }) => {
  imports(bridge)
  bridge.reply('import.take', fail(errors.accountTaken('default')))
  const page = await openMain('tokens', facts)
  await page.getByRole('button', { name: 'Look for them' }).click()
  await page.getByRole('button', { name: `Import from ${place}` }).click()
  const name = page.getByLabel('Name of this account')
  await expect(name).toBeFocused()
  await expect(name).toHaveValue('xr-ai')
  await name.fill('default')
  await expect(page.getByText('There is an account “default” already.')).toBeVisible()
  imports(bridge)
  await name.fill('lab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('stored as lab')).toBeVisible()
  expect(bridge.calls('import.take').at(-1)).toEqual({ token: 'xr-ai-1', account: 'lab' })
})

test('a .env file is chosen in the system’s dialog, or not', async ({ bridge, openMain }) => {
  bridge.reply('import.pick-file', { picked: false })
  const page = await openMain('tokens', facts)
  const choose = page.getByRole('button', { name: 'Choose a .env file…' })
  await choose.click()
  await expect.poll(() => bridge.calls('import.pick-file')).toHaveLength(1)
  expect(bridge.calls('import.list')).toEqual([])
  bridge.reply('import.pick-file', { picked: true }).reply('import.list', everythingFound)
  await choose.click()
  await expect(page.getByText('deploy/.env [NGC_API_KEY]')).toBeVisible()
  await expect(page.getByText('may read this file (mode 0644)')).toBeVisible()
  await expect(page.getByText('a browser login that hf renews itself')).toBeVisible()
  await expect(page.getByText('gave no answer that can be used')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Import from/ })).toHaveCount(2)
})

test('what fails is told where it was asked for, and copies of our own are no find', async ({
  bridge,
  openMain,
}) => {
  const ours = foreign('hf-1', { tool: 'hf', fingerprint: ownCopy.fingerprint, storedAs: ['x'] })
  bridge
    .reply('import.list', { ...found(fresh, ours), storeProblem: errors.keyringLocked() })
    .reply('import.take', fail(errors.tokenRejected('Hugging Face')))
  const sinks = [sink('hf', { copies: [ownCopy] })]
  const page = await openMain('tokens', { providers: [{ ...loggedIn, sinks }] })
  await page.getByRole('button', { name: 'Look for them' }).click()
  await expect(page.getByText('One copy is Hubkey’s own and kept in step.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeVisible()
  await page.getByRole('button', { name: `Import from ${place}` }).click()
  await expect(page.getByRole('alert')).toContainText('does not accept this token')
  await expect(page.getByText('new', { exact: true })).toBeVisible()
})
