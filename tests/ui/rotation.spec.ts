import { errors, fail } from '../../shared/errors.ts'
import type { FakeBridge } from '../fixtures/fake-bridge.ts'
import { rotation, threeAccounts } from '../fixtures/fake-accounts.ts'
import { ada, draft, readyRun, verified, world } from '../fixtures/fake-bridge-world.ts'
import { expect, test } from './ui-test.ts'

const replacing = { ...draft, replaces: 'laptop' }
const facts = { providers: [threeAccounts] }

function takes(bridge: FakeBridge, lostRights: string[] = []): void {
  bridge
    .reply('draft.paste', replacing)
    .reply('draft.verify', { ...replacing, verification: verified(), lostRights })
    .reply('draft.rotate', rotation)
}

test('replacing warns of lost rights, keeps the old token unless asked, and reports', async ({
  bridge,
  openToken,
}) => {
  takes(bridge, ['job.write'])
  const page = await openToken(facts, 'huggingface/laptop')
  await expect(page.getByRole('heading', { name: 'Replace the token of laptop' })).toBeVisible()
  await page.getByRole('button', { name: 'Paste' }).click()
  expect(bridge.calls('draft.paste')).toEqual([{ provider: 'huggingface', replaces: 'laptop' }])
  await page.keyboard.press('Enter')
  await expect(page.getByText('The old one could also: run jobs.')).toBeVisible()
  await expect(page.getByRole('checkbox', { name: /Revoke the old token/ })).not.toBeChecked()
  await expect(page.getByRole('button', { name: 'Replace' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Replaced' })).toBeVisible()
  expect(bridge.calls('draft.rotate')).toEqual([{ draft: draft.id, revokeOld: false }])
  const outcome = page.getByRole('region', { name: 'What came of it' })
  await expect(outcome).toContainText('The new token of “laptop” is in force.')
  await expect(outcome).toContainText('hf CLI uses it, too.')
  await expect(outcome).toContainText('git still has the old one: /home/ada/.git-credentials')
  await expect(outcome).toContainText('The old token stays valid until you delete it')
  await page.getByRole('button', { name: 'Done' }).click()
  await expect.poll(() => bridge.calls('window.close')).toHaveLength(1)
  expect(bridge.calls('draft.discard')).toEqual([])
})

test('the old token is revoked when the box is ticked, and the proof is told', async ({
  bridge,
  openToken,
}) => {
  takes(bridge)
  const page = await openToken(facts, 'huggingface/laptop')
  for (const [oldToken, words] of [
    ['proven', 'does not accept it any more'],
    ['unproven', 'has not confirmed it yet'],
  ] as const) {
    bridge.reply('draft.rotate', { ...rotation, oldToken })
    await page.getByRole('button', { name: 'Paste' }).click()
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByRole('checkbox', { name: /Revoke the old token/ }).check()
    await page.getByRole('button', { name: 'Replace' }).click()
    await expect(page.getByText(words)).toBeVisible()
    expect(bridge.calls('draft.rotate').at(-1)).toMatchObject({ revokeOld: true })
    await page.reload()
  }
})

test('servers that go on with the old token are named, and one click restarts each', async ({
  bridge,
  openToken,
}) => {
  takes(bridge)
  bridge.reply('run.restart', fail(errors.portInUse(41873)))
  const held = { provider: 'huggingface', account: 'laptop', fingerprint: 'old' }
  const stale = { ...readyRun, holds: [held], holdsOldToken: true }
  const other = { ...stale, id: '20260314-110300-dddddd', repo: 'acme/other' }
  const another = { ...other, holds: [{ ...held, account: 'lab-write' }] }
  const page = await openToken({ ...facts, runs: [stale, another] }, 'huggingface/laptop')
  await page.getByRole('button', { name: 'Paste' }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByRole('button', { name: 'Replace' }).click()
  const list = page.getByRole('region', { name: 'Servers with the old token' })
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await list.getByRole('button', { name: 'Restart Qwen3-1.7B-GGUF' }).click()
  await expect(list.getByRole('alert')).toContainText('Port 41873 is taken')
  bridge.reply('run.restart', { ...readyRun, id: '20260314-120000-eeeeee', state: 'preparing' })
  await list.getByRole('button', { name: 'Restart Qwen3-1.7B-GGUF' }).click()
  await expect
    .poll(() => bridge.calls('run.restart'))
    .toEqual([{ run: stale.id }, { run: stale.id }])
  const runs = [{ ...stale, state: 'exited' as const, holdsOldToken: false }, another]
  await bridge.push('snapshot', world({ ...facts, revision: 2, runs }))
  await expect(list).toHaveCount(0)
})

test('a token of somebody else is pointed out; a failed replacing changes nothing', async ({
  bridge,
  openToken,
}) => {
  takes(bridge)
  bridge
    .reply('draft.verify', {
      ...replacing,
      verification: verified({ ...ada, username: 'bob' }),
    })
    .reply('draft.rotate', fail(errors.keyringHung()))
  const page = await openToken(facts, 'huggingface/laptop')
  await page.getByRole('button', { name: 'Paste' }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByText('This token belongs to bob, the old one to ada.')).toBeVisible()
  await page.getByRole('button', { name: 'Replace' }).click()
  await expect(page.getByRole('alert')).toContainText('Nothing was changed')
  await expect(page.getByRole('button', { name: 'Replace' })).toBeEnabled()
})

test('an unverified token does not replace a good one, and main says so', async ({
  bridge,
  openToken,
}) => {
  takes(bridge)
  bridge
    .reply('draft.verify', {
      ...replacing,
      verification: {
        state: 'unverified',
        identity: null,
        checkedAt: null,
        error: errors.hubTimeout('huggingface.co', 10),
      },
    })
    .reply('draft.rotate', fail(errors.notVerified('Hugging Face')))
  const page = await openToken(facts, 'huggingface/laptop')
  await page.getByRole('button', { name: 'Paste' }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByRole('checkbox')).toHaveCount(0)
  await page.getByRole('button', { name: 'Replace' }).click()
  await expect(page.getByRole('alert')).toContainText('so the old one stays')
})
