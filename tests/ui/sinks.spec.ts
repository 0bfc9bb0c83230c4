import { errors, fail } from '../../shared/errors.ts'
import { foreignCopy, ownCopy, sink, threeAccounts } from '../fixtures/fake-accounts.ts'
import { sources, world } from '../fixtures/fake-bridge-world.ts'
import { expect, test } from './ui-test.ts'

const hf = { provider: 'huggingface', sink: 'hf' }
const git = { provider: 'huggingface', sink: 'git' }
const withSinks = (...sinks: ReturnType<typeof sink>[]) => [{ ...threeAccounts, sinks }]

const states = [
  [sink('hf'), 'In step.', null],
  [sink('hf', { on: false }), 'Uses this very token, but is not kept in step.', null],
  [sink('hf', { state: 'absent' }), 'Holds no token yet.', 'Sync now (hf CLI)'],
  [sink('hf', { state: 'absent', on: false }), 'Holds no token.', null],
  [sink('hf', { state: 'stale' }), 'Uses an older token', 'Sync now (hf CLI)'],
  [
    sink('hf', { state: 'foreign' }),
    'Uses a token that Hubkey does not know.',
    'Use mine instead… (hf CLI)',
  ],
  [
    sink('hf', { state: 'failed', reason: 'It is not writable.' }),
    'Could not be looked at. It is not writable.',
    'Try again (hf CLI)',
  ],
] as const

for (const [view, sentence, button] of states) {
  test(`a sink that is ${view.state} and ${view.on ? 'on' : 'off'} says so, with one button at most`, async ({
    openMain,
  }) => {
    const page = await openMain('tokens', { providers: withSinks(view) })
    const region = page.getByRole('region', { name: 'Kept in step with Hugging Face' })
    await expect(region).toContainText(sentence)
    await expect(region.getByRole('switch')).toBeChecked({ checked: view.on })
    if (button === null) await expect(region.getByRole('button')).toHaveCount(0)
    else await expect(region.getByRole('button', { name: button })).toBeVisible()
  })
}

test('copies are shown by path, owner and fingerprint', async ({ openMain }) => {
  const page = await openMain('tokens', {
    providers: withSinks(sink('hf', { copies: [ownCopy, { ...foreignCopy, mode: '0644' }] })),
  })
  await page.getByText('Where: 2 copies').click()
  const copies = page.locator('.where li')
  await expect(copies.nth(0)).toContainText(`${ownCopy.where} [laptop]`)
  await expect(copies.nth(0)).toContainText('laptop · k7f3q9')
  await expect(copies.nth(1)).toContainText('not Hubkey’s · zz81x0')
  await expect(copies.nth(1)).toContainText('mode 0644')
})

test('switching on writes at once; a failure stands beside the switch', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('sink.switch', fail(errors.storeWriteFailed('/x', 'EACCES')))
  const page = await openMain('tokens', {
    providers: withSinks(sink('hf', { on: false, state: 'absent' })),
  })
  await page.getByRole('switch', { name: 'Keep hf CLI in step' }).focus()
  await page.keyboard.press('Space')
  await expect(page.getByRole('alert')).toContainText('/x could not be written')
  expect(bridge.calls('sink.switch')).toEqual([{ ...hf, on: true }])
  // It shows what main says, and main has not said that it is on.
  await expect(page.getByRole('switch')).not.toBeChecked()
  bridge.reply('sink.switch', undefined)
  await page.getByRole('switch').click()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await bridge.push('snapshot', world({ revision: 2, providers: withSinks(sink('hf')) }))
  await expect(page.getByRole('switch')).toBeChecked()
})

test('switching off names the copies that go, and asks', async ({ bridge, openMain }) => {
  const page = await openMain('tokens', {
    providers: withSinks(sink('hf', { copies: [ownCopy, foreignCopy] })),
  })
  const toggle = page.getByRole('switch', { name: 'Keep hf CLI in step' })
  await toggle.click()
  const dialog = page.getByRole('dialog', { name: 'Stop keeping hf CLI in step?' })
  await expect(dialog.getByRole('listitem')).toHaveCount(1)
  await expect(dialog).toContainText(ownCopy.where)
  await page.keyboard.press('Escape')
  await expect(toggle).toBeFocused()
  expect(bridge.calls('sink.switch')).toEqual([])
  await toggle.click()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect.poll(() => bridge.calls('sink.switch')).toEqual([{ ...hf, on: false }])
})

test('a token that Hubkey does not know is never replaced unasked', async ({
  bridge,
  openMain,
}) => {
  const drifted = sink('git', { state: 'foreign', copies: [foreignCopy] })
  const page = await openMain('tokens', {
    providers: withSinks(drifted),
  })
  await page.getByRole('button', { name: 'Use mine instead… (git)' }).click()
  const dialog = page.getByRole('dialog', { name: 'Use your token in git?' })
  await expect(dialog).toContainText('that one is lost there')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(bridge.calls('sink.sync')).toEqual([])
  await page.getByRole('button', { name: 'Use mine instead… (git)' }).click()
  await dialog.getByRole('button', { name: 'Use mine instead' }).click()
  await expect.poll(() => bridge.calls('sink.sync')).toEqual([git])
  const off = withSinks({ ...drifted, on: false })
  await bridge.push('snapshot', world({ revision: 2, providers: off }))
  await page.getByRole('switch', { name: 'Keep git in step' }).click()
  await dialog.getByRole('button', { name: 'Use mine instead' }).click()
  await expect.poll(() => bridge.calls('sink.switch')).toEqual([{ ...git, on: true }])
})

test('a tool that can ask has a switch for it, and one that cannot has none', async ({
  bridge,
  openMain,
}) => {
  const page = await openMain('tokens', {
    providers: withSinks(sink('hf'), sink('git', { on: false, state: 'absent' })),
  })
  await expect(page.getByRole('switch', { name: /ask Hubkey/ })).toHaveCount(1)
  const asks = page.getByRole('switch', { name: 'Have git ask Hubkey' })
  await expect(asks).not.toBeChecked()
  await asks.click()
  const helper = { ...git, on: true, way: 'helper' }
  await expect.poll(() => bridge.calls('sink.switch')).toEqual([helper])
  await bridge.push(
    'snapshot',
    world({ revision: 2, providers: withSinks(sink('git', { way: 'helper' })) }),
  )
  await expect(asks).toBeChecked()
  await expect(page.getByText('Asks Hubkey at each use. No copy lies there.')).toBeVisible()
  await asks.click()
  const copy = { ...git, on: true, way: 'copy' }
  await expect.poll(() => bridge.calls('sink.switch')).toEqual([helper, copy])
})

test('keeping a copy again asks before it replaces a token that Hubkey does not know', async ({
  bridge,
  openMain,
}) => {
  const page = await openMain('tokens', {
    providers: withSinks(sink('git', { way: 'helper', copies: [foreignCopy] })),
  })
  await page.getByRole('switch', { name: 'Have git ask Hubkey' }).click()
  const dialog = page.getByRole('dialog', { name: 'Use your token in git?' })
  expect(bridge.calls('sink.switch')).toEqual([])
  await dialog.getByRole('button', { name: 'Use mine instead' }).click()
  await expect.poll(() => bridge.calls('sink.switch')).toEqual([{ ...git, on: true, way: 'copy' }])
})

test('switching off what asks Hubkey is asked first, for it logs the tool out', async ({
  bridge,
  openMain,
}) => {
  const page = await openMain('tokens', { providers: withSinks(sink('git', { way: 'helper' })) })
  await page.getByRole('switch', { name: 'Keep git in step' }).click()
  const dialog = page.getByRole('dialog', { name: 'Stop keeping git in step?' })
  await expect(dialog).toContainText('No copy of yours lies there.')
  await dialog.getByRole('button', { name: 'Stop' }).click()
  await expect.poll(() => bridge.calls('sink.switch')).toEqual([{ ...git, on: false }])
})

test('clearing names the copies in sinks, and explains the environment', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('token.clear', {
    cleared: ['keyring'],
    remaining: [{ kind: 'environment', reason: 'Only whoever set it can take it away.' }],
    sinks: [
      { sink: 'hf', error: null },
      { sink: 'git', error: errors.storeWriteFailed('/home/ada/.git-credentials', 'EACCES') },
    ],
  })
  const page = await openMain('tokens', {
    providers: [
      {
        ...threeAccounts,
        sources: sources({
          environment: { present: true, fingerprint: 'k7f3q9' },
          keyring: { present: true, fingerprint: 'k7f3q9', shadowed: true },
        }),
      },
    ],
  })
  await page.getByRole('button', { name: 'Clear…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('list').nth(0)).toContainText(ownCopy.where)
  await expect(dialog).not.toContainText(foreignCopy.where)
  await expect(dialog).toContainText('hf CLI is logged out, too.')
  await expect(dialog).toContainText('Unset them where they are set')
  await dialog.getByRole('button', { name: 'Clear token' }).click()
  await expect(dialog).toContainText('Deleted from the keyring, hf CLI.')
  await expect(dialog).toContainText('Still in git: /home/ada/.git-credentials could not be')
  await expect(dialog).toContainText('Still in the environment (HF_TOKEN)')
})
