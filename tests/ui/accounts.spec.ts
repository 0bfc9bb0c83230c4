import type { Page } from '@playwright/test'
import { errors, fail } from '../../shared/errors.ts'
import { threeAccounts } from '../fixtures/fake-accounts.ts'
import { account, loggedOut, world } from '../fixtures/fake-bridge-world.ts'
import { expect, test } from './ui-test.ts'

const laptop = { provider: 'huggingface', account: 'laptop' }
const labWrite = { provider: 'huggingface', account: 'lab-write' }

async function choose(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

test('each account says whose it is, how it stands, and what it is used for', async ({
  openMain,
}) => {
  const page = await openMain('tokens', { providers: [threeAccounts] })
  const rows = page.getByRole('region', { name: 'Accounts of Hugging Face' }).getByRole('listitem')
  await expect(rows).toHaveCount(3)
  await expect(rows.nth(0)).toContainText('laptop@ada · Fine-grained · verified 4 minutes ago')
  await expect(rows.nth(0)).toContainText('active')
  await expect(rows.nth(1)).toContainText('Write · verified 1 hour ago · replaced 3 days ago')
  await expect(rows.nth(1)).toContainText(
    'Used by itself for the-lab, google/gemma-3-4b-it, the-lab/secret',
  )
  await expect(rows.nth(2)).toContainText('rejected 2 days ago · stored 2 days ago · in the file')
})

test('another account is used with one click, and a failure stands in its row', async ({
  bridge,
  openMain,
}) => {
  const page = await openMain('tokens', { providers: [threeAccounts] })
  await page.getByRole('button', { name: 'Use lab-write' }).click()
  await expect.poll(() => bridge.calls('account.use')).toEqual([labWrite])
  bridge.reply('account.use', fail(errors.keyringLocked()))
  await page.getByRole('button', { name: 'Use old' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'rejected' })).toContainText(
    'The keyring is locked',
  )
})

test('the menu of an account is worked with the keyboard alone', async ({ bridge, openMain }) => {
  const page = await openMain('tokens', { providers: [threeAccounts] })
  const button = page.getByRole('button', { name: 'More for lab-write' })
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Verify' })).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('menuitem', { name: 'Remove…' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: 'Replace its token…' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(button).toBeFocused()
  await expect(page.getByRole('menu')).toHaveCount(0)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect.poll(() => bridge.calls('token.verify')).toEqual([labWrite])
  await expect(button).toBeFocused()
  await button.click()
  await page.getByRole('heading', { name: 'Tokens' }).click()
  await expect(page.getByRole('menu')).toHaveCount(0)
})

test('replacing a token opens the small window for that very account', async ({
  bridge,
  openMain,
}) => {
  const page = await openMain('tokens', { providers: [threeAccounts] })
  await choose(page, 'More for lab-write', 'Replace its token…')
  await page.getByRole('button', { name: 'Add another…' }).click()
  await expect
    .poll(() => bridge.calls('window.show'))
    .toEqual([
      { view: 'log-in', logIn: { provider: 'huggingface', replaces: 'lab-write' } },
      { view: 'log-in', logIn: { provider: 'huggingface' } },
    ])
})

test('a name that is taken or odd is not sent; a good one is, and the focus comes back', async ({
  bridge,
  openMain,
}) => {
  const page = await openMain('tokens', { providers: [threeAccounts] })
  await choose(page, 'More for lab-write', 'Rename…')
  const dialog = page.getByRole('dialog', { name: 'Rename “lab-write”' })
  const field = dialog.getByRole('textbox', { name: 'Name' })
  await expect(field).toBeFocused()
  await field.fill('old')
  await expect(dialog).toContainText('There is an account “old” already.')
  await page.keyboard.press('Enter')
  await field.fill('-x y')
  await expect(dialog).toContainText('beginning with a letter or digit')
  await page.keyboard.press('Enter')
  expect(bridge.calls('account.rename')).toEqual([])
  await field.fill('work')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(bridge.calls('account.rename')).toEqual([{ ...labWrite, name: 'work' }])
  await expect(page.getByRole('button', { name: 'More for lab-write' })).toBeFocused()
})

test('an account is tied to organisations and models, also by the address of a model', async ({
  bridge,
  openMain,
}) => {
  const page = await openMain('tokens', { providers: [threeAccounts] })
  await choose(page, 'More for laptop', 'Use by itself for…')
  await page.getByLabel('Organisations, one per line').fill('meta-llama\n')
  const models = page.getByLabel('Models, one per line')
  await models.fill('no model at all')
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
  await models.fill('https://huggingface.co/google/gemma-3-4b-it\nowner/name')
  bridge.reply('account.tie', fail(errors.keyringHung()))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('does not answer')
  bridge.reply('account.tie', undefined)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(bridge.calls('account.tie').at(-1)).toEqual({
    ...laptop,
    scope: { organisations: ['meta-llama'], models: ['google/gemma-3-4b-it', 'owner/name'] },
  })
})

test('removing an account asks first and clears that one alone', async ({ bridge, openMain }) => {
  bridge.reply('token.clear', { cleared: ['keyring'], remaining: [], sinks: [] })
  const page = await openMain('tokens', { providers: [threeAccounts] })
  await choose(page, 'More for lab-write', 'Remove…')
  const dialog = page.getByRole('dialog', { name: 'Remove the account “lab-write”?' })
  await expect(dialog.getByRole('listitem')).toHaveText(['keyringlab-write'])
  await dialog.getByRole('button', { name: 'Remove account' }).click()
  expect(bridge.calls('token.clear')).toEqual([labWrite])
  const rest = { ...threeAccounts, accounts: [account('laptop', { active: true })] }
  await bridge.push('snapshot', world({ revision: 2, providers: [rest] }))
  await expect(page.getByRole('dialog', { name: 'What was cleared' })).toContainText(
    'Deleted from the keyring.',
  )
})

test('a single account needs no list; its card has the verbs', async ({ bridge, openMain }) => {
  const page = await openMain('tokens')
  await expect(page.getByText('Accounts')).toHaveCount(0)
  await choose(page, 'More for default', 'Add another account…')
  await expect
    .poll(() => bridge.calls('window.show'))
    .toEqual([{ view: 'log-in', logIn: { provider: 'huggingface' } }])
})

test('while the keyring is locked the accounts are still named', async ({ openMain }) => {
  const accounts = threeAccounts.accounts.map((one) => ({ ...one, store: null }))
  const page = await openMain('tokens', { providers: [{ ...loggedOut, accounts }] })
  await expect(page.getByText('The 3 stored tokens cannot be read now')).toBeVisible()
  await expect(page.getByText('No token on this machine yet')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Use old' })).toBeVisible()
})
