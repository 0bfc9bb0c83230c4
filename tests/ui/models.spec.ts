import type { Page } from '@playwright/test'
import type { ModelView } from '../../shared/domain/model.ts'
import { verdicts } from '../../shared/domain/verdict.ts'
import { errors, fail } from '../../shared/errors.ts'
import {
  cachedModels,
  gemma,
  minutesAgo,
  readyRun,
  runningDownload,
  waiting,
  world,
} from '../fixtures/fake-bridge-world.ts'
import { estimate } from '../fixtures/fake-models.ts'
import { expect, test } from './ui-test.ts'

const q4 = 'gemma-3-4b-it-q4_0.gguf'
const q8 = 'gemma-3-4b-it-q8_0.gguf'

test.beforeEach(({ bridge }) => {
  bridge.reply('model.cached', []).reply('model.inspect', gemma).reply('model.fit', estimate)
})

async function lookUp(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Model' }).fill(text)
  await page.getByRole('textbox', { name: 'Model' }).press('Enter')
}

function row(page: Page, file: string) {
  return page.getByRole('row').filter({ hasText: file })
}

test('a name or a pasted address is looked up', async ({ bridge, openMain }) => {
  const page = await openMain('models')
  await expect(page.getByRole('button', { name: 'Look up' })).toBeDisabled()
  await lookUp(page, '  google/gemma-3-4b-it-qat-q4_0-gguf ')
  await expect(page.getByRole('heading', { name: gemma.repo })).toBeVisible()
  await lookUp(page, 'https://huggingface.co/Qwen/Qwen3-1.7B-GGUF/tree/refs%2Fpr%2F2')
  await expect
    .poll(() => bridge.calls('model.inspect'))
    .toEqual([
      { type: 'model', repo: gemma.repo, revision: 'main' },
      { type: 'model', repo: 'Qwen/Qwen3-1.7B-GGUF', revision: 'refs/pr/2' },
    ])
})

test('a token in the wrong field is wiped and sent nowhere', async ({ bridge, openMain }) => {
  const page = await openMain('models')
  await lookUp(page, 'hf_QpXwLnRtVbYkMzCdFgHjSaEuIoPqWx')
  await expect(page.getByRole('alert')).toContainText('looks like a token')
  await expect(page.getByRole('textbox', { name: 'Model' })).toHaveValue('')
  expect(await page.content()).not.toContain('hf_QpXw')
  expect(bridge.calls('model.inspect')).toEqual([])
})

test('another site and a Space are told apart from a model', async ({ bridge, openMain }) => {
  const page = await openMain('models')
  await lookUp(page, 'https://example.com/google/gemma')
  await expect(page.getByRole('alert')).toContainText('example.com is not the Hub')
  await lookUp(page, 'https://huggingface.co/spaces/a/b')
  await expect(page.getByRole('alert')).toContainText('address of a space')
  await lookUp(page, 'two words/or three')
  await expect(page.getByRole('alert')).toContainText('named owner/name')
  expect(bridge.calls('model.inspect')).toEqual([])
})

test('a later look-up takes the place of a slow earlier one', async ({ bridge, openMain }) => {
  let answerFirst: (model: ModelView) => void = () => undefined
  bridge.reply('model.inspect', ({ repo }) =>
    repo === 'slow/one' ? new Promise((resolve) => (answerFirst = resolve)) : gemma,
  )
  const page = await openMain('models')
  await lookUp(page, 'slow/one')
  await lookUp(page, gemma.repo)
  await expect(page.getByRole('heading', { name: gemma.repo })).toBeVisible()
  answerFirst({ ...gemma, repo: 'slow/one' })
  await page.getByText('3 other files').click()
  await expect(page.getByRole('heading', { name: gemma.repo })).toBeVisible()
})

test('a failed look-up can be tried again', async ({ bridge, openMain }) => {
  bridge.reply('model.inspect', fail(errors.hubUnreachable('huggingface.co')))
  const page = await openMain('models')
  await lookUp(page, gemma.repo)
  await expect(page.getByRole('alert')).toContainText('cannot be reached')
  bridge.reply('model.inspect', gemma)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: gemma.repo })).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('the page tells what the model is and what may be launched', async ({ bridge, openMain }) => {
  const page = await openMain('models')
  await lookUp(page, gemma.repo)
  await expect(page.getByText('Gated, its author decides · licence gemma')).toBeVisible()
  await expect(row(page, q4)).toContainText('3.2 GB')
  await expect(row(page, q8)).toContainText('cached')
  await expect(page.getByText('README.md')).toBeHidden()
  await page.getByText('3 other files').click()
  await expect(page.getByText('README.md')).toBeVisible()
  await page.getByRole('button', { name: 'Open page' }).click()
  await expect.poll(() => bridge.calls('link.open')).toEqual([{ to: 'model', repo: gemma.repo }])
  await page.getByRole('button', { name: 'All models' }).click()
  await expect(page.getByRole('heading', { name: 'On this machine' })).toBeVisible()
})

for (const verdict of verdicts) {
  const isAllowed = verdict === 'open' || verdict === 'granted'
  test(`under "${verdict}" launching is ${isAllowed ? 'possible' : 'possible from the cache only'}`, async ({
    bridge,
    openMain,
  }) => {
    const action = { label: 'The one next step', does: { kind: 'log-in' } } as const
    bridge.reply('model.inspect', {
      ...gemma,
      access: { verdict, reason: 'This is why.', action },
    })
    const page = await openMain('models')
    await lookUp(page, gemma.repo)
    await expect(page.locator('.verdict')).toContainText('This is why.')
    await expect(row(page, q8).getByRole('button', { name: `Launch ${q8}` })).toBeEnabled()
    const launch = row(page, q4).getByRole('button', { name: `Launch ${q4}` })
    await expect(launch).toBeEnabled({ enabled: isAllowed })
    await expect(row(page, q4).getByRole('button', { name: `Download ${q4}` })).toBeEnabled({
      enabled: isAllowed,
    })
    if (!isAllowed) await expect(launch).toHaveAccessibleDescription(/This is why\./)
    await page.getByRole('button', { name: 'The one next step' }).click()
    await expect.poll(() => bridge.calls('window.show')).toEqual([{ view: 'log-in' }])
  })
}

test('Launch shows the download in place, then the way to the server', async ({
  bridge,
  openMain,
}) => {
  const run = { ...readyRun, repo: gemma.repo, file: q4, state: 'preparing', url: null } as const
  bridge.reply('run.launch', run)
  const page = await openMain('models')
  await lookUp(page, gemma.repo)
  await row(page, q4)
    .getByRole('button', { name: `Launch ${q4}` })
    .click()
  await expect
    .poll(() => bridge.calls('run.launch'))
    .toMatchObject([
      { repo: gemma.repo, revision: 'main', file: q4, port: 0, engine: 'embedded', mode: 'own' },
    ])
  const downloads = [{ ...runningDownload, repo: gemma.repo, path: q4 }]
  await bridge.push(
    'snapshot',
    world({ revision: 2, runs: [{ ...run, download: 'd1' }], downloads }),
  )
  const bar = page.getByRole('progressbar', { name: `Download of ${q4}` })
  await expect(bar).toHaveCount(1)
  expect(await bar.getAttribute('value')).toBe('1130000000')
  await expect(page.getByText('1.1 of 1.8 GB · 48.2 MB/s · 15 s left')).toBeVisible()
  await page.getByRole('button', { name: `Cancel the download of ${q4}` }).click()
  await expect.poll(() => bridge.calls('download.cancel')).toEqual([{ download: 'd1' }])
  const done = [{ ...runningDownload, repo: gemma.repo, path: q4, state: 'done' as const }]
  await bridge.push(
    'snapshot',
    world({
      ...{ revision: 3, downloads: done },
      runs: [{ ...run, state: 'starting', phase: 'loading', loaded: 0.5 }],
    }),
  )
  await expect(page.getByText('Loading the model, 50 %…')).toBeVisible()
  await bridge.push(
    'snapshot',
    world({ revision: 4, runs: [{ ...readyRun, repo: gemma.repo, file: q4 }] }),
  )
  await page.getByRole('button', { name: `Ask ${q4}` }).click()
  await expect(page.getByRole('textbox', { name: 'Question' })).toBeFocused()
})

test('a refused launch says why under its file', async ({ bridge, openMain }) => {
  bridge.reply('run.launch', fail(errors.diskFull('/home/ada/.cache')))
  const page = await openMain('models')
  await lookUp(page, gemma.repo)
  await row(page, q4)
    .getByRole('button', { name: `Launch ${q4}` })
    .click()
  await expect(page.getByRole('alert')).toContainText('no space left in /home/ada/.cache')
  await expect(page.getByRole('alert')).toContainText('Free some space')
})

test('downloads are listed with what can be done about each', async ({ bridge, openMain }) => {
  bridge.reply('download.start', { download: 'd9' })
  const page = await openMain('models', {
    downloads: [
      { ...runningDownload, state: 'failed', error: errors.downloadInterrupted('cdn.hf.co') },
      { ...runningDownload, id: 'd2', revision: 'v1.0', path: 'b.gguf', state: 'cancelled' },
      { ...runningDownload, id: 'd3', path: 'c.gguf', totalBytes: null },
    ],
  })
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect
    .poll(() => bridge.calls('download.start').map(({ revision, path }) => [revision, path]))
    .toEqual([
      ['main', runningDownload.path],
      ['v1.0', 'b.gguf'],
    ])
  const unknown = page.getByRole('progressbar', { name: 'Download of c.gguf' })
  await expect(unknown).not.toHaveAttribute('value')
})

test('all files of a repository can be fetched, or those that patterns choose', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('download.repository', { download: 'd9' })
  const page = await openMain('models')
  await lookUp(page, gemma.repo)
  const files = page.getByRole('region', { name: 'Several files' })
  await expect(files.getByRole('status')).toHaveText('All 5 files, 8.1 GB, 1 of them in the cache')
  await files.getByRole('button', { name: 'Download all' }).click()
  await files.getByRole('textbox', { name: 'Only' }).fill('*.gguf, README.md')
  await files.getByRole('textbox', { name: 'Without' }).fill('mmproj*')
  await expect(files.getByRole('status')).toContainText('3 of 5 files')
  await page.keyboard.press('Enter')
  const place = { repo: gemma.repo, revision: 'main' }
  const choice = { include: ['*.gguf', 'README.md'], exclude: ['mmproj*'] }
  await expect
    .poll(() => bridge.calls('download.repository'))
    .toEqual([
      { type: 'model', ...place, choice: { include: [], exclude: [] } },
      { type: 'model', ...place, choice },
    ])
  await files.getByRole('textbox', { name: 'Only' }).fill('nothing*')
  await expect(files.getByRole('status')).toHaveText('No file matches.')
  await expect(files.getByRole('button', { name: 'Download these' })).toBeDisabled()
})

test('a repository on its way is named, and its files count as here once it is done', async ({
  bridge,
  openMain,
}) => {
  const choice = { include: ['*q4_0.gguf'], exclude: [] }
  const several = { ...runningDownload, repo: gemma.repo, path: null, choice }
  const page = await openMain('models', { downloads: [several] })
  await lookUp(page, gemma.repo)
  await expect(row(page, q4)).not.toContainText('cached')
  const spoken = `*q4_0.gguf of ${gemma.repo}`
  await page.getByRole('button', { name: `Pause the download of ${spoken}` }).click()
  await expect.poll(() => bridge.calls('download.pause')).toEqual([{ download: 'd1' }])
  const downloads = [{ ...several, state: 'done' as const }]
  await bridge.push('snapshot', world({ revision: 2, downloads }))
  await expect(row(page, q4)).toContainText('cached')
})

test('a download pauses and goes on by the keyboard, and one that waits can be cancelled', async ({
  bridge,
  openMain,
}) => {
  const waits = { state: 'queued', receivedBytes: 0, totalBytes: null } as const
  const queued = { ...runningDownload, ...waits, id: 'd2', path: 'b.gguf' }
  const page = await openMain('models', { downloads: [runningDownload, queued] })
  const name = runningDownload.path
  await page.getByRole('button', { name: `Pause the download of ${name}` }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => bridge.calls('download.pause')).toEqual([{ download: 'd1' }])
  const paused = { ...runningDownload, state: 'paused' } as const
  await bridge.push('snapshot', world({ revision: 2, downloads: [paused, queued] }))
  await expect(page.getByText('1.1 of 1.8 GB · paused, what has arrived is kept')).toBeVisible()
  const goOn = page.getByRole('button', { name: `Go on with the download of ${name}` })
  await expect(goOn).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(() => bridge.calls('download.resume')).toEqual([{ download: 'd1' }])
  await expect(page.getByText('waits for its turn')).toBeVisible()
  const error = errors.downloadInterrupted('cdn.hf.co')
  const waiting = { ...runningDownload, state: 'waiting', error } as const
  await bridge.push('snapshot', world({ revision: 3, downloads: [waiting, queued] }))
  await expect(page.getByText('waits for the network, goes on by itself')).toBeVisible()
  await expect(page.getByText('The connection to cdn.hf.co was lost.')).toBeVisible()
  const goOnNow = page.getByRole('button', { name: `Go on now with the download of ${name}` })
  await expect(goOnNow).toBeFocused()
  await page.keyboard.press('Enter')
  await expect
    .poll(() => bridge.calls('download.resume'))
    .toEqual([{ download: 'd1' }, { download: 'd1' }])
  await page.getByRole('button', { name: 'Cancel the download of b.gguf' }).click()
  await page.getByRole('button', { name: `Cancel the download of ${name}` }).click()
  await expect
    .poll(() => bridge.calls('download.cancel'))
    .toEqual([{ download: 'd2' }, { download: 'd1' }])
})

test('the list of this machine launches without a look-up and follows the cache', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('model.cached', cachedModels).reply('run.launch', readyRun)
  const page = await openMain('models', { downloads: [runningDownload] })
  await page.getByRole('button', { name: 'Launch SmolLM3-Q4_K_M.gguf' }).click()
  await expect
    .poll(() => bridge.calls('run.launch').map(({ repo }) => repo))
    .toEqual(['ggml-org/SmolLM3-3B-GGUF'])
  expect(bridge.calls('model.cached')).toHaveLength(1)
  const downloads = [{ ...runningDownload, state: 'done' as const }]
  await bridge.push('snapshot', world({ revision: 2, downloads }))
  await expect.poll(() => bridge.calls('model.cached')).toHaveLength(2)
})

test('a model that waits for its author is watched, and watched no more', async ({
  bridge,
  openMain,
}) => {
  const access = { verdict: 'awaiting-author', reason: 'This is why.', action: null } as const
  bridge.reply('model.inspect', { ...gemma, access })
  const page = await openMain('models')
  await lookUp(page, gemma.repo)
  await page.getByRole('button', { name: 'Tell me when it opens' }).click()
  await expect
    .poll(() => bridge.calls('watch.add'))
    .toEqual([{ repo: gemma.repo, type: 'model', revision: 'main', verdict: 'awaiting-author' }])
  await bridge.push('snapshot', world({ revision: 2, watches: [waiting] }))
  await page.getByRole('button', { name: 'Stop watching' }).click()
  await expect
    .poll(() => bridge.calls('watch.remove'))
    .toEqual([{ repo: gemma.repo, type: 'model' }])
})

test('what is waited for is listed, and what has opened is counted', async ({
  bridge,
  openMain,
}) => {
  const opened = { ...waiting, repo: 'a/opened', state: 'open', verdict: 'granted' } as const
  const watches = [waiting, { ...opened, nextAt: null }]
  const page = await openMain('models', { watches })
  const list = page.getByRole('region', { name: 'Waiting for access' })
  await expect(list).toContainText('Waiting for the author · as laptop · asked 4 minutes ago')
  await expect(list).toContainText('Open now')
  const check = list.getByRole('button', { name: `Check ${waiting.repo} now` })
  await check.focus()
  await page.keyboard.press('Enter')
  await expect
    .poll(() => bridge.calls('watch.check'))
    .toEqual([{ repo: waiting.repo, type: 'model' }])
  const asked = { ...waiting, checkedAt: minutesAgo(0), askableAt: minutesAgo(-2) }
  await bridge.push('snapshot', world({ revision: 2, watches: [asked, watches[1]!] }))
  const rest = list.getByRole('button', { name: `Check ${waiting.repo}: Again in 2 min` })
  await expect(rest).toBeFocused()
  await page.keyboard.press('Enter')
  expect(bridge.calls('watch.check')).toHaveLength(1)
  await expect(page.getByRole('button', { name: 'Models 1' })).toBeVisible()
  await page.getByRole('button', { name: 'Look at a/opened' }).click()
  await expect.poll(() => bridge.calls('model.inspect')).toMatchObject([{ repo: 'a/opened' }])
})

test('another account that may have it is one click away, and the model is asked for again', async ({
  bridge,
  openMain,
}) => {
  const does = { kind: 'use-account', provider: 'huggingface', account: 'friend' } as const
  bridge.reply('model.inspect', {
    ...gemma,
    access: {
      verdict: 'not-requested',
      reason: 'This is why.',
      action: { label: 'Switch to the account “friend”', does },
    },
    accounts: [
      { account: 'laptop', username: 'bob', inForce: true, verdict: 'not-requested' },
      { account: 'friend', username: 'ada', inForce: false, verdict: 'granted' },
    ],
  })
  const page = await openMain('models')
  await lookUp(page, gemma.repo)
  await expect(page.getByRole('list', { name: 'Your accounts' })).toContainText(
    'friend (@ada): Your account may have it',
  )
  bridge.reply('model.inspect', gemma)
  await page.getByRole('button', { name: 'Switch to the account “friend”' }).click()
  await expect(page.locator('.verdict')).toContainText('Your account may have it')
  expect(bridge.calls('account.use')).toEqual([{ provider: 'huggingface', account: 'friend' }])
})

test('a mirror gets the token only after one agreement, and then the model is asked for', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('model.inspect', fail(errors.endpointNotTrusted('mirror.example', true)))
  const page = await openMain('models')
  await lookUp(page, gemma.repo)
  await expect(page.getByRole('alert')).toContainText('mirror.example')
  expect(bridge.calls('endpoint.trust')).toHaveLength(0)
  bridge.reply('model.inspect', gemma)
  await page.getByRole('button', { name: 'Send my token to mirror.example' }).click()
  await expect(page.getByRole('heading', { name: gemma.repo })).toBeVisible()
  expect(bridge.calls('endpoint.trust')).toHaveLength(1)
})
