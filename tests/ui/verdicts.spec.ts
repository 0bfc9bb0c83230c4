import type { Page } from '@playwright/test'
import { explain, type AccessFacts } from '../../electron/hub/access/explain.ts'
import { offlineMode } from '../../electron/hub/access/offline-cause.ts'
import type { AccessView } from '../../shared/domain/access.ts'
import { verdicts, type Verdict } from '../../shared/domain/verdict.ts'
import { errors, type AppError } from '../../shared/errors.ts'
import type { Channel } from '../../shared/ipc/channels.ts'
import { gemma, minutesAgo, waiting, world } from '../fixtures/fake-bridge-world.ts'
import { estimate } from '../fixtures/fake-models.ts'
import { expect, test } from './ui-test.ts'

const { repo } = gemma
const facts: AccessFacts = {
  ...{ repo, host: 'huggingface.co', standing: 'accepted', gated: 'manual' },
  ...{ waitSeconds: 42, cause: null },
}
const friend = { kind: 'use-account', provider: 'huggingface', account: 'friend' } as const

/** What the button of a verdict comes to: a call with what it is asked, or the look-up once more. */
type Effect = readonly [Channel, unknown] | 'asks again' | 'nothing to do'

const openPage: Effect = ['link.open', { to: 'model', repo }]
const logIn: Effect = ['window.show', { view: 'log-in' }]

/** As `explain` says it, for every verdict and for every variant of a verdict's next step. */
const rows: readonly (readonly [Verdict, Partial<AccessFacts>, Effect])[] = [
  ['open', { standing: 'none' }, 'nothing to do'],
  ['open', { standing: 'rejected' }, logIn],
  ['granted', {}, 'nothing to do'],
  ['no-token', { standing: 'none' }, logIn],
  ['token-rejected', { standing: 'rejected' }, logIn],
  ['token-lacks-gated-right', {}, ['link.open', { to: 'manage-tokens' }]],
  ['org-policy', { policy: 'fine-grained-only' }, ['link.open', { to: 'create-token' }]],
  ['org-policy', { policy: 'revoked' }, logIn],
  ['org-policy', { policy: 'pending' }, 'asks again'],
  ['org-policy', { policy: 'denied' }, 'asks again'],
  ['not-requested', {}, openPage],
  ['not-requested', { type: 'dataset' }, ['link.open', { to: 'dataset', repo }]],
  ['awaiting-author', {}, ['watch.add', { type: 'model', repo, revision: 'main', verdict: 'awaiting-author' }]],
  ['refused', {}, openPage],
  ['must-request-again', {}, openPage],
  ['private-or-missing', { standing: 'none' }, logIn],
  ['private-or-missing', {}, openPage],
  ['disabled', {}, openPage],
  ['rate-limited', {}, 'asks again'],
  ...[
    null,
    offlineMode,
    errors.hubTimeout('huggingface.co', 10),
    errors.hubUnexpectedReply('huggingface.co'),
    errors.hubServerError('huggingface.co', 500),
    errors.proxyInvalid('HTTPS_PROXY', true),
  ].map((cause: AppError | null) => ['offline', { cause }, 'asks again'] as const),
  ['offline', { cause: errors.endpointNotTrusted('mirror.example', true) }, ['endpoint.trust', undefined]],
] // prettier-ignore

test.beforeEach(({ bridge }) => {
  bridge.reply('model.cached', []).reply('model.fit', estimate)
})

async function lookUp(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Model' }).fill(repo)
  await page.getByRole('textbox', { name: 'Model' }).press('Enter')
}

test('every verdict has one button for its one next step, and the button does it', async ({
  bridge,
  openMain,
}) => {
  expect(new Set(rows.map(([verdict]) => verdict))).toEqual(new Set(verdicts))
  const page = await openMain('models')
  const banner = page.locator('.verdict')
  const main = banner.locator('.button.primary')
  for (const [at, [verdict, more, effect]] of rows.entries()) {
    const access: AccessView = explain(verdict, { ...facts, ...more })
    // Told apart from the row before by a word of its own.
    const reason = `${access.reason} (${at})`
    bridge.reply('model.inspect', { ...gemma, access: { ...access, reason } })
    await lookUp(page)
    await expect(banner).toContainText(reason)
    await expect(main, `${verdict} ${at}`).toHaveCount(effect === 'nothing to do' ? 0 : 1)
    if (effect === 'nothing to do') continue
    const asked = bridge.calls('model.inspect').length
    const channel = effect === 'asks again' ? 'model.inspect' : effect[0]
    const before = bridge.calls(channel).length
    await main.click()
    await expect.poll(() => bridge.calls(channel).length, `${verdict} ${at}`).toBe(before + 1)
    if (effect !== 'asks again') expect(bridge.calls(channel).at(-1)).toEqual(effect[1])
    // Agreeing is for the sake of the answer, which is asked for at once.
    if (channel === 'endpoint.trust') {
      await expect.poll(() => bridge.calls('model.inspect').length).toBe(asked + 1)
    }
  }
})

test('an account that may is switched to, and while a model is watched it can be asked for now', async ({
  bridge,
  openMain,
}) => {
  const switching = { label: 'Switch to the account “friend”', does: friend }
  const access = { ...explain('not-requested', facts), action: switching }
  bridge.reply('model.inspect', { ...gemma, access })
  const page = await openMain('models')
  const main = page.locator('.verdict .button.primary')
  await lookUp(page)
  await main.click()
  await expect.poll(() => bridge.calls('model.inspect')).toHaveLength(2)
  expect(bridge.calls('account.use')).toEqual([{ provider: 'huggingface', account: 'friend' }])

  bridge.reply('model.inspect', { ...gemma, access: explain('awaiting-author', facts) })
  const asked = { ...waiting, checkedAt: minutesAgo(0), askableAt: minutesAgo(-2) }
  await bridge.push('snapshot', world({ revision: 2, watches: [asked] }))
  await lookUp(page)
  await expect(main).toHaveText('Again in 2 min')
  await main.click({ force: true })
  await bridge.push('snapshot', world({ revision: 3, watches: [waiting] }))
  await expect(main).toHaveText('Check now')
  expect(bridge.calls('model.inspect')).toHaveLength(3)
  await main.click()
  await expect.poll(() => bridge.calls('model.inspect')).toHaveLength(4)
  await page.locator('.verdict').getByRole('button', { name: 'Stop watching' }).click()
  await expect.poll(() => bridge.calls('watch.remove')).toEqual([{ type: 'model', repo }])
})

test('a log-in has what is shown asked for again, a rejection has not', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('model.inspect', { ...gemma, access: explain('no-token', facts) })
  const page = await openMain('models', { providers: [] })
  await lookUp(page)
  await expect(page.locator('.verdict')).toContainText('Log in to find out')
  bridge.reply('model.inspect', gemma)
  await bridge.push('snapshot', world({ revision: 2 }))
  await expect(page.locator('.verdict')).toContainText('Your account may have it')
  const [hub] = world().providers
  const rejected = {
    state: 'rejected' as const,
    ...{ identity: null, checkedAt: null },
    error: errors.tokenRejected('Hugging Face'),
  }
  await bridge.push(
    'snapshot',
    world({ revision: 3, providers: [{ ...hub!, verification: rejected }] }),
  )
  await page.getByText('3 other files').click()
  expect(bridge.calls('model.inspect')).toHaveLength(2)
})

test('a dataset has verdict, files and download, and nothing to launch', async ({
  bridge,
  openMain,
}) => {
  const rowsOf = { type: 'dataset', repo: 'ada/rows' } as const
  bridge
    .reply('download.repository', { download: 'd9' })
    .reply('model.inspect', ({ type, repo }) => ({
      ...gemma,
      ...{ type, repo, access: explain('granted', { ...facts, type, repo }) },
      files: gemma.files.map((file) => ({ ...file, launchable: false })),
    }))
  const page = await openMain('models')
  for (const text of ['datasets/ada/rows', 'https://huggingface.co/datasets/ada/rows/tree/v1']) {
    await page.getByRole('textbox', { name: 'Model' }).fill(text)
    await page.getByRole('textbox', { name: 'Model' }).press('Enter')
  }
  await expect
    .poll(() => bridge.calls('model.inspect'))
    .toEqual([
      { ...rowsOf, revision: 'main' },
      { ...rowsOf, revision: 'v1' },
    ])
  await expect(page.getByRole('textbox', { name: 'Model' })).toHaveValue('datasets/ada/rows')
  await expect(page.locator('.verdict')).toContainText('Your account may have it')
  await expect(page.getByRole('button', { name: /Launch/ })).toHaveCount(0)
  await expect(page.getByText('Does it fit this machine?')).toHaveCount(0)
  await expect(page.getByText(/no GGUF file here/)).toHaveCount(0)
  await page.getByText('5 files', { exact: true }).click()
  await expect(page.getByText('README.md')).toBeVisible()
  await page.getByRole('button', { name: 'Download all' }).click()
  await page.getByRole('button', { name: 'Open page' }).click()
  await expect.poll(() => bridge.calls('link.open')).toEqual([{ to: 'dataset', repo: 'ada/rows' }])
  expect(bridge.calls('download.repository')).toMatchObject([rowsOf])
})
