import { errors, fail } from '../../shared/errors.ts'
import {
  account,
  loggedIn,
  loggedOut,
  minutesAgo,
  sources,
  unlocked,
  verified,
  world,
} from '../fixtures/fake-bridge-world.ts'
import { expect, test } from './ui-test.ts'

test('the card tells whose token it is, what it may do and where it lies', async ({ openMain }) => {
  const page = await openMain('tokens')
  const card = page.getByRole('article', { name: 'Hugging Face token' })
  await expect(card).toContainText('Ada Byron @ada')
  await expect(card).toContainText('Fine-grained · “laptop” · The Lab (contributor)')
  await expect(card).toContainText('verified 4 minutes ago')
  await expect(card).toContainText('Can: read gated models you were granted')
  await expect(card).toContainText('Cannot: push, run jobs')
  const road = card.getByRole('list', { name: /Where the token comes from/ })
  await expect(road.getByRole('listitem')).toHaveText([
    'environment (none)',
    'keyring (used)',
    'credentials file (none)',
    'hf token file (none)',
  ])
})

test('the time since the last check goes on', async ({ page, openMain }) => {
  await openMain('tokens')
  await expect(page.getByText('verified 4 minutes ago')).toBeVisible()
  await page.clock.runFor(3 * 60_000)
  await expect(page.getByText('verified 7 minutes ago')).toBeVisible()
})

test('shadowed copies are struck through and told apart by fingerprint', async ({ openMain }) => {
  const page = await openMain('tokens', {
    providers: [
      {
        ...loggedIn,
        sources: sources({
          keyring: { present: true, fingerprint: 'k7f3q9' },
          file: { present: true, fingerprint: 'k7f3q9', shadowed: true, mode: '0600' },
          'hf-token-file': { present: true, fingerprint: 'old', shadowed: true, mode: '0644' },
        }),
      },
    ],
  })
  await expect(page.locator('.road s')).toHaveText(['credentials file', 'hf token file'])
  const copies = page.locator('.copies li')
  await expect(copies.nth(0)).toHaveText('keyringused')
  await expect(copies.nth(1)).toContainText('the same token')
  await expect(copies.nth(1)).not.toContainText('chmod')
  await expect(copies.nth(2)).toContainText('another token, not used')
  await expect(copies.nth(2)).toContainText('mode 0644')
  await expect(copies.nth(2)).toContainText('chmod 600 /home/ada/.cache/huggingface/token')
})

test('a token of the environment that wins over another one is pointed out', async ({
  openMain,
}) => {
  const environmentFirst = (fingerprint: string) => ({
    ...loggedIn,
    source: 'environment' as const,
    sources: sources({
      environment: { present: true, fingerprint },
      keyring: { present: true, fingerprint: 'k7f3q9', shadowed: true },
    }),
  })
  const page = await openMain('tokens', { providers: [environmentFirst('other')] })
  await expect(
    page.getByText(/HF_TOKEN in the environment wins over the token in the keyring/),
  ).toBeVisible()
  await expect(page.getByText(/unset HF_TOKEN where it is set/)).toBeVisible()
})

test('verifying again shows that it runs, and its failure with a way to repeat it', async ({
  bridge,
  openMain,
}) => {
  let answer = (): void => undefined
  bridge.reply(
    'token.verify',
    () => new Promise((resolve) => (answer = () => resolve(fail(errors.hubTimeout('hub', 10))))),
  )
  const page = await openMain('tokens')
  const verify = page.getByRole('button', { name: 'Verify again' })
  await verify.click()
  await expect(verify).toHaveAttribute('aria-busy', 'true')
  await verify.click()
  answer()
  await expect(page.getByRole('alert')).toContainText('did not answer within 10 seconds')
  await expect(verify).toHaveAttribute('aria-busy', 'false')
  expect(bridge.calls('token.verify')).toEqual([{ provider: 'huggingface' }])
  bridge.reply('token.verify', undefined)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
  expect(bridge.calls('token.verify')).toHaveLength(2)
})

test('clearing asks first, names what goes and what stays, then reports', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('token.clear', {
    cleared: ['keyring', 'file'],
    remaining: [{ kind: 'hf-token-file', reason: 'The file is not writable.' }],
    sinks: [],
  })
  const page = await openMain('tokens', {
    providers: [
      {
        ...loggedIn,
        sources: sources({
          environment: { present: true, fingerprint: 'e' },
          keyring: { present: true, fingerprint: 'k7f3q9' },
          file: { present: null, problem: 'Not readable.' },
          'hf-token-file': { present: true, fingerprint: 'k7f3q9', shadowed: true },
        }),
      },
    ],
  })
  await page.getByRole('button', { name: 'Clear…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Clear the Hugging Face token?' })
  await expect(dialog).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  const lists = dialog.getByRole('list')
  await expect(lists.nth(0)).toContainText('keyring')
  await expect(lists.nth(0)).toContainText('/home/ada/.cache/huggingface/token')
  await expect(lists.nth(1)).toContainText('/home/ada/.config/hubkey/credentials.json')
  await expect(lists.nth(2)).toContainText('HF_TOKEN')
  await expect(dialog).toContainText('hf is logged out, too')
  expect(bridge.calls('token.clear')).toEqual([])
  await dialog.getByRole('button', { name: 'Clear token' }).click()
  const report = page.getByRole('dialog', { name: 'What was cleared' })
  await expect(report).toContainText('Deleted from the keyring, the credentials file.')
  await expect(report).toContainText('Still in the hf token file')
  await expect(report).toContainText('The file is not writable.')
  expect(bridge.calls('token.clear')).toEqual([{ provider: 'huggingface' }])
  await report.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the report stays when the token is gone from the snapshot', async ({ bridge, openMain }) => {
  bridge.reply('token.clear', { cleared: ['keyring'], remaining: [], sinks: [] })
  const page = await openMain('tokens')
  await page.getByRole('button', { name: 'Clear…' }).click()
  await page.getByRole('button', { name: 'Clear token' }).click()
  await bridge.push('snapshot', world({ revision: 2, providers: [loggedOut] }))
  await expect(page.getByRole('dialog', { name: 'What was cleared' })).toBeVisible()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('No token on this machine yet')).toBeVisible()
})

test('Escape closes the question, and nothing is cleared', async ({ bridge, openMain }) => {
  const page = await openMain('tokens')
  const clear = page.getByRole('button', { name: 'Clear…' })
  await clear.click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(clear).toBeFocused()
  expect(bridge.calls('token.clear')).toEqual([])
})

test('a failed clearing says so in the dialog', async ({ bridge, openMain }) => {
  bridge.reply('token.clear', fail(errors.keyringLocked()))
  const page = await openMain('tokens')
  await page.getByRole('button', { name: 'Clear…' }).click()
  await page.getByRole('button', { name: 'Clear token' }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('The keyring is locked')
  // Once it is open, what had failed is done again.
  bridge.reply('token.clear', { cleared: ['keyring'], remaining: [], sinks: [] })
  await page.getByRole('button', { name: 'Unlock the keyring' }).click()
  await expect(page.getByRole('dialog', { name: 'What was cleared' })).toBeVisible()
  expect(bridge.calls('keyring.unlock')).toHaveLength(1)
})

test('without a token the page invites to log in', async ({ bridge, openMain }) => {
  const page = await openMain('tokens', { providers: [loggedOut] })
  await page.getByRole('button', { name: 'Log in to Hugging Face…' }).click()
  await expect
    .poll(() => bridge.calls('window.show'))
    .toEqual([{ view: 'log-in', logIn: { provider: 'huggingface' } }])
  await page.getByRole('button', { name: 'Create a token' }).click()
  await expect.poll(() => bridge.calls('link.open')).toEqual([{ to: 'create-token' }])
})

test('with a token, Replace opens the same window for that account', async ({
  bridge,
  openMain,
}) => {
  const page = await openMain('tokens')
  await page.getByRole('button', { name: 'Replace…' }).click()
  await expect
    .poll(() => bridge.calls('window.show'))
    .toEqual([{ view: 'log-in', logIn: { provider: 'huggingface', replaces: 'default' } }])
})

test('a place that could not be read is never called "no token"', async ({ openMain }) => {
  const page = await openMain('tokens', {
    providers: [
      {
        ...loggedOut,
        sources: sources({ keyring: { present: null, problem: 'The keyring did not answer.' } }),
      },
    ],
  })
  await expect(page.getByText('No token found so far')).toBeVisible()
  await expect(page.getByText('The keyring did not answer.')).toBeVisible()
  await expect(page.getByText('No token on this machine yet')).toHaveCount(0)
})

test('each state of the keyring has its sentence and its way out', async ({ bridge, openMain }) => {
  const page = await openMain('tokens')
  const main = page.getByRole('main')
  const foot = page.locator('.foot')
  await expect(foot).toHaveText('Keyring unlocked')
  await expect(page.getByRole('button', { name: /Check again|Unlock/ })).toHaveCount(0)
  const states = [
    ['locked', 'Keyring lockedUnlock…', 'Your desktop asks for its password.', 'Unlock…'],
    ['hung', 'Keyring not answeringTry again', 'Signing in to your desktop again, or', 'Try again'],
    ['absent', 'No keyring', 'Start a keyring, such as gnome-keyring or KWallet.', 'Check again'],
  ] as const
  let revision = 1
  for (const [state, short, wayOut, verb] of states) {
    revision += 1
    const keyring = {
      ...unlocked,
      state,
      sentence: `It is ${state}.`,
      store: { kind: 'none' },
    } as const
    await bridge.push('snapshot', world({ revision, keyring }))
    await expect(foot).toHaveText(short)
    await expect(page.getByText(`It is ${state}. ${wayOut}`)).toBeVisible()
    const channel = state === 'locked' ? 'keyring.unlock' : 'keyring.probe'
    const before = bridge.calls(channel).length
    await main.getByRole('button', { name: verb }).click()
    await expect.poll(() => bridge.calls(channel)).toHaveLength(before + 1)
    if (state === 'absent') continue
    await foot.getByRole('button', { name: verb }).click()
    await expect.poll(() => bridge.calls(channel)).toHaveLength(before + 2)
  }
})

test('an unlocking that nobody answers can be given up', async ({ bridge, openMain }) => {
  const keyring = {
    ...unlocked,
    state: 'locked',
    sentence: 'Locked.',
    store: { kind: 'none' },
  } as const
  let giveUp = (): void => undefined
  bridge
    .reply(
      'keyring.unlock',
      () => new Promise((resolve) => (giveUp = () => resolve(fail(errors.keyringStillLocked())))),
    )
    .reply('keyring.cancel-unlock', () => {
      giveUp()
    })
  const page = await openMain('tokens', { keyring })
  const main = page.getByRole('main')
  await expect(main.getByRole('button', { name: 'Stop waiting' })).toHaveCount(0)
  await main.getByRole('button', { name: 'Unlock…' }).click()
  await main.getByRole('button', { name: 'Stop waiting' }).click()
  await expect(page.getByRole('alert')).toContainText('The keyring was not unlocked.')
  await expect(main.getByRole('button', { name: 'Stop waiting' })).toHaveCount(0)
})

test('NGC invites quietly until there is a key of it', async ({ bridge, openMain }) => {
  const ngc = { ...loggedOut, id: 'ngc', label: 'NVIDIA NGC' } as const
  const page = await openMain('tokens', { providers: [loggedIn, ngc] })
  await expect(page.getByText('Images of nvcr.io')).toBeVisible()
  const present = { ...ngc, present: true, verification: verified() }
  await bridge.push('snapshot', world({ revision: 2, providers: [loggedIn, present] }))
  await expect(page.getByRole('article', { name: 'NVIDIA NGC token' })).toBeVisible()
  await expect(page.getByText('Images of nvcr.io')).toHaveCount(0)
})

test('a rejected token says so once on its card and in the list, with the one way out', async ({
  bridge,
  openMain,
}) => {
  const quarantine = (account: string) => ({
    state: 'rejected' as const,
    identity: null,
    checkedAt: minutesAgo(3),
    error: errors.tokenQuarantined('Hugging Face', 'huggingface', {
      label: 'Replace…',
      does: { kind: 'rotate', provider: 'huggingface', account },
    }),
  })
  const inForce = quarantine('default')
  const page = await openMain('tokens', {
    providers: [
      {
        ...loggedIn,
        verified: false,
        verification: inForce,
        accounts: [
          account('default', { active: true, verification: inForce }),
          account('old', { fingerprint: 'o1d000', verification: quarantine('old') }),
        ],
      },
    ],
  })
  const words = 'Hubkey does not send it any more. Public models keep working.'
  const card = page.getByRole('article', { name: 'Hugging Face token' })
  await expect(card.getByText('rejected', { exact: true })).toBeVisible()
  await expect(card.getByText(words)).toHaveCount(1)
  const rows = page.getByRole('region', { name: 'Accounts of Hugging Face' })
  await expect(rows.getByText(words)).toHaveCount(1)
  await expect(rows.getByText('rejected', { exact: true })).toHaveCount(2)
  await expect(page.getByRole('button', { name: 'Tokens 2 worth knowing' })).toBeVisible()
  await card.getByRole('alert').getByRole('button', { name: 'Replace…' }).click()
  await rows.getByRole('button', { name: 'Replace…' }).click()
  await expect
    .poll(() => bridge.calls('window.show').map(({ logIn }) => logIn))
    .toEqual([
      { provider: 'huggingface', replaces: 'default' },
      { provider: 'huggingface', replaces: 'old' },
    ])
  await bridge.push('snapshot', world({ revision: 2, providers: [loggedIn] }))
  await expect(page.getByText(words)).toHaveCount(0)
})
