import type { Page } from '@playwright/test'
import { fail } from '../../shared/errors.ts'
import { providerErrors } from '../../shared/provider-errors.ts'
import { ngcOut, wandb } from '../fixtures/fake-accounts.ts'
import { account, loggedIn } from '../fixtures/fake-bridge-world.ts'
import { expect, test } from './ui-test.ts'

async function choose(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

test('a provider of one’s own is added, and refused while something is odd', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('provider.add', { provider: 'my-lab' })
  const page = await openMain('tokens')
  await page.getByRole('button', { name: 'Add a provider…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a provider' })
  const add = dialog.getByRole('button', { name: 'Add', exact: true })
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('My lab')
  await dialog.getByLabel('Variables').fill('MY-LAB')
  await add.click()
  await expect(dialog).toContainText('letters, digits and _ only')
  await dialog.getByLabel('Variables').fill('MY_LAB, MY_LAB_KEY')
  await dialog.getByLabel('Check address').fill('example.com')
  await expect(dialog).toContainText('not a whole address')
  expect(bridge.calls('provider.add')).toEqual([])
  await dialog.getByLabel('Check address').fill('')
  await add.click()
  await expect(dialog).toHaveCount(0)
  expect(bridge.calls('provider.add')).toEqual([
    { label: 'My lab', environment: ['MY_LAB', 'MY_LAB_KEY'], checkUrl: null },
  ])
  await expect(page.getByRole('button', { name: 'Add a provider…' })).toBeFocused()
})

test('a known provider fills the form by itself', async ({ bridge, openMain }) => {
  bridge.reply('provider.add', { provider: 'openai' })
  const page = await openMain('tokens')
  await page.getByRole('button', { name: 'Add a provider…' }).click()
  await page.getByRole('button', { name: 'OpenAI' }).click()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect
    .poll(() => bridge.calls('provider.add'))
    .toMatchObject([{ label: 'OpenAI', environment: ['OPENAI_API_KEY'] }])
})

test('other providers invite quietly; one of the user’s own can be removed', async ({
  bridge,
  openMain,
}) => {
  const held = { ...wandb, id: 'held', label: 'Held', accounts: [account('default')] }
  const page = await openMain('tokens', { providers: [loggedIn, ngcOut, wandb, held] })
  await page.getByRole('button', { name: 'Log in to NVIDIA NGC…' }).click()
  await expect
    .poll(() => bridge.calls('window.show'))
    .toEqual([{ view: 'log-in', logIn: { provider: 'ngc' } }])
  await expect(page.getByText('What reads WANDB_API_KEY gets it from here.')).toBeVisible()
  await choose(page, 'More for Held', 'Remove this provider…')
  await expect(page.getByRole('button', { name: 'Remove', exact: true })).toBeDisabled()
  await page.keyboard.press('Escape')
  await choose(page, 'More for Weights & Biases', 'Remove this provider…')
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect.poll(() => bridge.calls('provider.remove')).toEqual([{ provider: 'wandb' }])
})

test('what main refuses is told in the dialog, and the form keeps what was typed', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('provider.add', fail(providerErrors.taken('HF_TOKEN', 'Hugging Face')))
  const page = await openMain('tokens')
  await page.getByRole('button', { name: 'Add a provider…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Mine')
  await dialog.getByLabel('Variables').fill('HF_TOKEN')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('HF_TOKEN belongs to Hugging Face already.')
  await expect(dialog.getByLabel('Variables')).toHaveValue('HF_TOKEN')
})
