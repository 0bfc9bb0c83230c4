import { errors, fail } from '../../shared/errors.ts'
import { notice, threeAccounts } from '../fixtures/fake-accounts.ts'
import { world } from '../fixtures/fake-bridge-world.ts'
import { expect, test } from './ui-test.ts'

const readable = 'readable-by-others:hf-token'

test('notices are counted, offer their next step, and can be put off', async ({
  bridge,
  openMain,
}) => {
  const notices = [
    notice('one'),
    notice(readable, {
      severity: 'warning',
      sentence: 'Others may read the file.',
      action: { label: 'Make it yours alone', does: { kind: 'tighten-file', notice: readable } },
    }),
    notice('three', { sentence: 'Third.', action: null }),
    notice('four', { sentence: 'Fourth.', action: null }),
  ]
  const page = await openMain('tokens', { notices })
  await expect(page.getByRole('button', { name: 'Tokens' })).toHaveText('Tokens4 worth knowing')
  const region = page.getByRole('region', { name: 'Worth knowing' })
  await expect(region.getByRole('listitem')).toHaveCount(3)
  await region.getByRole('button', { name: 'Show 1 more' }).click()
  await expect(region.getByRole('listitem')).toHaveCount(4)
  await region.getByRole('button', { name: 'Replace…' }).click()
  await expect
    .poll(() => bridge.calls('window.show'))
    .toMatchObject([{ logIn: { provider: 'huggingface', replaces: 'laptop' } }])
  bridge.reply('notice.tighten-file', fail(errors.storeWriteFailed('/h/token', 'not permitted')))
  await region.getByRole('button', { name: 'Make it yours alone' }).click()
  await expect(region.getByRole('alert')).toContainText('not permitted')
  expect(bridge.calls('notice.tighten-file')).toEqual([{ notice: readable }])
  await region.getByRole('button', { name: 'Put off: Third.' }).press('Enter')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await region.getByRole('button', { name: 'Put off: Fourth.' }).click()
  await page.getByRole('menuitem', { name: 'Remind me in a week' }).click()
  await expect
    .poll(() => bridge.calls('notice.snooze'))
    .toEqual([
      { notice: 'three', days: 30 },
      { notice: 'four', days: 7 },
    ])
  await bridge.push('snapshot', world({ revision: 2 }))
  await expect(region).toHaveCount(0)
})

test('tokens in the file are moved into a keyring that came later', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('keyring.take-in', fail(errors.keyringHung()))
  const inFile = notice('in-file:credentials.json', {
    kind: 'in-file',
    account: null,
    sentence:
      'The token huggingface:old lies in the credentials file, though your keyring is open.',
    action: { label: 'Move it into the keyring', does: { kind: 'take-into-keyring' } },
  })
  const page = await openMain('tokens', { providers: [threeAccounts], notices: [inFile] })
  const move = page.getByRole('button', { name: 'Move it into the keyring' })
  await move.click()
  await expect(page.getByRole('alert')).toContainText('The keyring does not answer')
  bridge.reply('keyring.take-in', { moved: 1 })
  await move.click()
  await bridge.push('snapshot', world({ revision: 2 }))
  await expect(page.getByText('The token is in your keyring now, and gone')).toBeVisible()
  await expect(move).toHaveCount(0)
})
