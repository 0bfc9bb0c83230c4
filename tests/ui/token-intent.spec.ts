import { ngcOut, threeAccounts } from '../fixtures/fake-accounts.ts'
import { draft, verified } from '../fixtures/fake-bridge-world.ts'
import { expect, test } from './ui-test.ts'

const facts = { providers: [threeAccounts] }

test('a further account gets a name of the user’s choice, but no taken one', async ({
  bridge,
  openToken,
}) => {
  bridge
    .reply('draft.paste', draft)
    .reply('draft.verify', { ...draft, verification: verified() })
    .reply('draft.save', { account: 'work' })
  const page = await openToken(facts)
  await page.getByRole('button', { name: 'Paste' }).click()
  await page.keyboard.press('Enter')
  const name = page.getByLabel('Name of this account')
  await name.fill('old')
  await expect(page.getByText('There is an account “old” already.')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
  await name.fill('work')
  await expect(name).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toContainText('Logged in as Ada Byron')
  expect(bridge.calls('draft.save')).toEqual([{ draft: draft.id, account: 'work' }])
})

test('each provider is asked for by its own name', async ({ bridge, openToken }) => {
  bridge.reply('draft.paste', { ...draft, provider: 'ngc', looksRight: false })
  const page = await openToken({ providers: [threeAccounts, ngcOut] }, 'ngc')
  await expect(page).toHaveTitle('Log in to NVIDIA NGC')
  await page.getByRole('button', { name: 'Paste' }).click()
  await expect(page.getByText('NVIDIA NGC tokens begin with nvapi-')).toBeVisible()
  expect(bridge.calls('draft.paste')).toEqual([{ provider: 'ngc' }])
})

test('an open window turns to what it is wanted for next, and lets the old token go', async ({
  bridge,
  openToken,
}) => {
  bridge.reply('draft.paste', draft)
  const page = await openToken(facts)
  await page.getByRole('button', { name: 'Paste' }).click()
  await expect(page.getByRole('img')).toBeVisible()
  await page.evaluate(() => {
    location.hash = '#huggingface/laptop'
  })
  await expect(page.getByRole('heading', { name: 'Replace the token of laptop' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Token' })).toBeFocused()
  expect(bridge.calls('draft.discard')).toEqual([{ draft: draft.id }])
})
