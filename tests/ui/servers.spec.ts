import { errors, fail } from '../../shared/errors.ts'
import { minutesAgo, readyRun, runningDownload, world } from '../fixtures/fake-bridge-world.ts'
import { expect, test } from './ui-test.ts'

function lines(from: number, to: number) {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    seq: from + index,
    text: `line ${from + index}`,
  }))
}

test('a ready server shows where it answers, what it holds and since when', async ({
  page,
  bridge,
  openMain,
}) => {
  await openMain('servers', { runs: [{ ...readyRun, secrets: ['HF_TOKEN'] }] })
  const card = page.getByRole('article', { name: 'Qwen3-1.7B-GGUF' })
  await expect(card).toContainText('http://127.0.0.1:41873/v1 · embedded llama.cpp')
  await expect(card).toContainText('holds HF_TOKEN')
  await expect(card).toContainText('up 12 min')
  await expect(card).toContainText('pid 48211')
  await page.clock.runFor(60_000)
  await expect(card).toContainText('up 13 min')
  await bridge.push('snapshot', world({ revision: 2, runs: [readyRun] }))
  await expect(card).toContainText('no secrets')
})

test('what reaches it can be copied, and it can be stopped once', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('run.stop', () => new Promise(() => undefined))
  await openMain('servers', { runs: [readyRun] })
  const copy = page.getByRole('button', { name: 'Copy what reaches Qwen3-1.7B-GGUF' })
  await copy.click()
  await page.getByRole('menuitem', { name: 'Python snippet' }).click()
  await expect(copy).toHaveText('Copied')
  await expect(page.getByText('Python snippet copied')).toBeAttached()
  await page.clock.runFor(2000)
  await expect(copy).toHaveText('Copy')
  await copy.focus()
  for (const key of ['Enter', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
  await expect(page.getByText('curl command copied')).toBeAttached()
  expect(bridge.calls('run.copy').map(({ what }) => what)).toEqual(['python', 'curl'])
  await page.getByRole('button', { name: 'Stop Qwen3-1.7B-GGUF' }).dblclick()
  expect(bridge.calls('run.stop')).toEqual([{ run: readyRun.id }])
  await bridge.push('snapshot', world({ revision: 2, runs: [{ ...readyRun, state: 'stopping' }] }))
  await expect(page.getByText('stopping')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Stop/ })).toHaveCount(0)
  await expect(copy).toHaveCount(0)
})

test('a failed stop says so beside the server', async ({ page, bridge, openMain }) => {
  bridge.reply('run.stop', fail(errors.runMissing(readyRun.id)))
  await openMain('servers', { runs: [readyRun] })
  await page.getByRole('button', { name: 'Stop Qwen3-1.7B-GGUF' }).click()
  await expect(page.getByRole('article').getByRole('alert')).toContainText('There is no server')
})

test('live servers come first, the youngest on top', async ({ page, openMain }) => {
  await openMain('servers', {
    runs: [
      { ...readyRun, repo: 'a/ended', state: 'exited', endedAt: minutesAgo(1) },
      { ...readyRun, id: '20260314-100000-aaaaaa', repo: 'a/old', startedAt: minutesAgo(99) },
      { ...readyRun, id: '20260314-120000-bbbbbb', repo: 'a/young', startedAt: minutesAgo(1) },
    ],
  })
  await expect(page.getByRole('article').locator('.name')).toHaveText([
    'young ready',
    'old ready',
    'ended ended',
  ])
  await expect(page.getByRole('button', { name: 'Servers' })).toContainText('2')
})

test('a server that prepares shows its download, and one button stops both', async ({
  page,
  openMain,
}) => {
  await openMain('servers', {
    runs: [{ ...readyRun, state: 'preparing', url: null, file: null, download: 'd1' }],
    downloads: [runningDownload],
  })
  await expect(page.getByRole('progressbar')).toBeVisible()
  await expect(page.getByRole('button', { name: /Cancel|Stop/ })).toHaveCount(1)
})

test('a failed server says why, shows its log and can be launched again', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('run.log', [{ seq: 0, text: 'out of memory' }]).reply('run.restart', readyRun)
  await openMain('servers', {
    runs: [
      {
        ...readyRun,
        state: 'failed',
        endedAt: minutesAgo(2),
        error: errors.engineFailed('It needs more memory.'),
        lastLines: ['allocating 40 GB', 'ggml: out of memory with [secret]'],
      },
    ],
  })
  await expect(page.getByRole('alert')).toContainText('It needs more memory.')
  await expect(page.getByLabel(/said last$/)).toContainText('out of memory with [secret]')
  await page.getByRole('button', { name: 'Show the log' }).click()
  await expect(page.getByText('out of memory', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Launch Qwen3-1.7B-GGUF again' }).click()
  await expect.poll(() => bridge.calls('run.restart')).toEqual([{ run: readyRun.id }])
  bridge.reply('run.restart', fail(errors.portInUse(8080)))
  await page.getByRole('button', { name: 'Launch Qwen3-1.7B-GGUF again' }).click()
  await expect(page.getByText('Port 8080 is taken')).toBeVisible()
})

test('the log fetches what was written and then follows, each line once', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('run.log', lines(0, 59))
  await openMain('servers', { runs: [readyRun] })
  await page.getByRole('button', { name: 'Show log' }).click()
  const pane = page.locator('.log-lines')
  await expect(pane.getByText('line 59', { exact: true })).toBeInViewport()
  await bridge.push('log', { run: readyRun.id, lines: lines(58, 61) })
  await expect(pane.getByText('line 61', { exact: true })).toBeInViewport()
  await expect(pane.getByText('line 58', { exact: true })).toHaveCount(1)
  const follow = page.getByRole('button', { name: 'follow' })
  await expect(follow).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('searchbox', { name: 'Find in the log' }).fill('line')
  await pane.evaluate((element) => element.scrollTo(0, 0))
  await expect(follow).toHaveAttribute('aria-pressed', 'false')
  await bridge.push('log', { run: readyRun.id, lines: lines(62, 62) })
  await expect(page.getByText('63 lines')).toBeVisible()
  await expect(pane.getByText('line 0', { exact: true })).toBeInViewport()
  await follow.click()
  await expect(pane.getByText('line 62', { exact: true })).toBeInViewport()
})

test('a text is looked for in the log, forwards, back and round', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('run.log', lines(0, 299))
  await openMain('servers', { runs: [readyRun] })
  await page.getByRole('button', { name: 'Show log' }).click()
  const pane = page.locator('.log-lines')
  await expect(pane.getByText('line 299', { exact: true })).toBeInViewport()
  const find = page.getByRole('searchbox', { name: 'Find in the log' })
  await find.fill('LINE 17')
  await expect(page.getByText('11 lines')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 of 11')).toBeVisible()
  await expect(pane.locator('.current')).toHaveText('line 17\n')
  await expect(pane.locator('.current')).toBeInViewport()
  await expect(page.getByRole('button', { name: 'follow' })).toHaveAttribute(
    'aria-pressed',
    'false',
  )
  await page.keyboard.press('Shift+Enter')
  await expect(pane.locator('.current')).toHaveText('line 179\n')
  await expect(pane.locator('.current mark')).toHaveText('line 17')
  // What comes while somebody reads neither moves the text nor is missed by the search.
  await bridge.push('log', { run: readyRun.id, lines: [{ seq: 300, text: 'another line 17' }] })
  await expect(page.getByText('11 of 12')).toBeVisible()
  await expect(pane.locator('.current')).toBeInViewport()
  await page.getByRole('button', { name: 'Next', exact: true }).click()
  await expect(pane.locator('.current')).toHaveText('another line 17\n')
  await find.fill('nowhere')
  await expect(page.getByText('No line holds this text.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Next', exact: true })).toBeDisabled()
  await find.press('Escape')
  await expect(find).toHaveValue('')
})

test('of a long log the page holds only what can be seen', async ({ page, bridge, openMain }) => {
  bridge.reply('run.log', lines(0, 1999))
  await openMain('servers', { runs: [readyRun] })
  await page.getByRole('button', { name: 'Show log' }).click()
  const pane = page.locator('.log-lines')
  await expect(pane.getByText('line 1999', { exact: true })).toBeInViewport()
  expect(await pane.locator('.log-line').count()).toBeLessThan(80)
  await pane.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2))
  await expect(pane.getByText('line 1003', { exact: true })).toBeInViewport()
  expect(await pane.locator('.log-line').count()).toBeLessThan(80)
})

test('wrapped or not, the newest line stays in sight', async ({ page, bridge, openMain }) => {
  const long = Array.from({ length: 40 }, (_, seq) => ({
    seq,
    text: `${seq} ${'word '.repeat(90)}`,
  }))
  bridge.reply('run.log', long)
  await openMain('servers', { runs: [readyRun] })
  await page.getByRole('button', { name: 'Show log' }).click()
  const pane = page.locator('.log-lines')
  const last = pane.locator('.log-line').last()
  await expect(last).toHaveText(/^39 /)
  await expect(last).toBeInViewport()
  const width = async (): Promise<boolean> =>
    pane.evaluate((element) => element.scrollWidth > element.clientWidth)
  expect(await width()).toBe(false)
  await page.getByRole('button', { name: 'wrap' }).click()
  await expect.poll(width).toBe(true)
  await expect(last).toHaveText(/^39 /)
  await expect(last).toBeInViewport()
})

test('memory over time and health are told in words as well', async ({
  page,
  bridge,
  openMain,
}) => {
  const sample = (minutes: number, memoryBytes: number) => ({
    at: minutesAgo(minutes),
    memoryBytes,
    gpuBytes: null,
    gpuBusy: null,
    tokensPerSecond: null,
    running: null,
    waiting: null,
  })
  const health = { isWell: true, status: 200, askedAt: minutesAgo(0), since: minutesAgo(12) }
  const samples = [sample(2, 900_000_000), sample(1, 1_800_000_000)]
  bridge.reply('run.figures', [{ run: readyRun.id, samples, health }])
  await openMain('servers', { runs: [readyRun] })
  const card = page.getByRole('article')
  await expect(
    card.getByRole('img', {
      name: 'memory: 1.8 GB now, between 900 MB and 1.8 GB in the last 1 min',
    }),
  ).toBeVisible()
  await expect(card).toContainText('healthy since 12 min')
  await expect(card).not.toContainText('GPU')
  await bridge.push('figures', {
    run: readyRun.id,
    samples: [
      ...samples,
      { ...sample(0, 2_000_000_000), gpuBytes: 5_000_000_000, running: 2, waiting: 1 },
    ],
    health: { ...health, isWell: false, status: 0, since: minutesAgo(1) },
  })
  await expect(card.getByRole('img')).toHaveAccessibleName(/^memory: 2.0 GB now/)
  await expect(card).toContainText('does not answer, first seen 1 minute ago')
  await expect(card).toContainText('2 requests, 1 waiting')
})

test('its folder is opened by its id, and ended servers can be taken off the list', async ({
  page,
  bridge,
  openMain,
}) => {
  const ended = { ...readyRun, state: 'exited', url: null, endedAt: minutesAgo(1) } as const
  bridge.reply('run.open-folder', fail(errors.folderNotOpened('/runs/x', 'no file manager')))
  await openMain('servers', { runs: [ended] })
  const more = page.getByRole('button', { name: 'More about Qwen3-1.7B-GGUF' })
  await more.click()
  await page.getByRole('menuitem', { name: 'Open the run folder' }).click()
  await expect(page.getByRole('alert')).toContainText('no file manager')
  await more.click()
  await page.getByRole('menuitem', { name: 'Take off the list' }).click()
  await page.getByRole('button', { name: 'Clear the list' }).click()
  await expect.poll(() => bridge.calls('run.forget')).toEqual([{ run: readyRun.id }, { run: null }])
  expect(bridge.calls('run.open-folder')).toEqual([{ run: readyRun.id }])
})

test('lines of a server whose log is closed are not kept', async ({ page, bridge, openMain }) => {
  bridge.reply('run.log', [])
  await openMain('servers', { runs: [readyRun] })
  await bridge.push('log', { run: readyRun.id, lines: lines(0, 3) })
  await page.getByRole('button', { name: 'Show log' }).click()
  await expect(page.getByText('Nothing was written yet.')).toBeVisible()
  expect(bridge.calls('run.log')).toEqual([{ run: readyRun.id, after: -1 }])
})

test('terminal colours are shown, a bar takes its own place, and masks are set off', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('run.log', [
    { seq: 1, text: '10 %' },
    { seq: 2, text: '\r90 %' },
    { seq: 3, text: '\u001b[32musing\u001b[0m [secret] now' },
  ])
  await openMain('servers', { runs: [readyRun] })
  await page.getByRole('button', { name: 'Show log' }).click()
  const line = page.locator('.log-line')
  await expect(line).toHaveText(['90 %\n', 'using [secret] now\n'])
  await expect(page.locator('.ansi-green')).toHaveText('using')
  await expect(page.locator('.masked')).toHaveText('[secret]')
  await bridge.push('log', { run: readyRun.id, lines: [{ seq: 4, text: 'loading 1 %' }] })
  await bridge.push('log', { run: readyRun.id, lines: [{ seq: 5, text: '\rloading 2 %' }] })
  await expect(line).toHaveText(['90 %\n', 'using [secret] now\n', 'loading 2 %\n'])
})

test('older lines, and those that a flood left out, are fetched page by page', async ({
  page,
  bridge,
  openMain,
}) => {
  const all = lines(1, 9000)
  bridge
    .reply('run.log', all.slice(4000, 5000))
    .reply('run.log-page', ({ before }) => all.filter(({ seq }) => seq <= before).slice(-1500))
    .reply('run.log-before', { lines: 1_034_567 })
    .reply('run.open-folder', undefined)
  await openMain('servers', { runs: [readyRun] })
  await page.getByRole('button', { name: 'Show log' }).click()
  const pane = page.locator('.log-lines')
  await expect(pane.getByText('line 5000', { exact: true })).toBeInViewport()
  await bridge.push('log', { run: readyRun.id, lines: all.slice(8500, 9000), hasGap: true })
  await expect(pane.getByText('line 9000', { exact: true })).toBeInViewport()
  const find = page.getByRole('searchbox', { name: 'Find in the log' })
  await find.fill('line 7')
  // 7, 70 to 79, 700 to 799, 7000 to 7999.
  await expect(page.getByText('1111 lines')).toBeVisible()
  await find.press('Enter')
  await expect(pane.locator('.current')).toHaveText('line 7\n')
  await expect(pane.locator('.current')).toBeInViewport()
  await pane.press('Control+Home')
  await expect(pane.getByText('line 1', { exact: true })).toBeInViewport()
  // A page at a time, and none twice.
  const asked = bridge.calls('run.log-page').map(({ before }) => before)
  expect(asked.length).toBeLessThan(9)
  expect(new Set(asked).size).toBe(asked.length)
  // What its files have lost is not passed over.
  expect(bridge.calls('run.log-before').at(-1)).toEqual({ run: readyRun.id, seq: 1 })
  await expect(page.getByText('Showing the last 9,000 of 1,043,567 lines.')).toBeVisible()
  await page.getByRole('button', { name: 'Open the log’s folder' }).click()
  expect(bridge.calls('run.open-folder')).toEqual([{ run: readyRun.id }])
})

test('without servers the page leads to the models', async ({ page, bridge, openMain }) => {
  bridge.reply('model.cached', [])
  await openMain('servers')
  await page.getByRole('button', { name: 'Launch a model' }).click()
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
  await expect(page.getByRole('main')).toBeFocused()
})

test('Ask talks to this server and not to another', async ({ page, bridge, openMain }) => {
  const other = {
    ...readyRun,
    id: '20260314-100000-aaaaaa',
    repo: 'a/other',
    startedAt: minutesAgo(99),
  }
  await openMain('servers', { runs: [readyRun, other] })
  await page.getByRole('button', { name: 'Ask other' }).click()
  await page.getByRole('textbox', { name: 'Question' }).fill('Who are you?')
  await page.keyboard.press('Enter')
  await expect.poll(() => bridge.calls('chat.ask').map(({ run }) => run)).toEqual([other.id])
})

test('a server that holds an old token says so, and one click restarts it', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('run.restart', fail(errors.runMissing(readyRun.id)))
  const old = { ...readyRun, secrets: ['HF_TOKEN'], holdsOldToken: true, detached: true }
  await openMain('servers', { runs: [old] })
  const card = page.getByRole('article', { name: 'Qwen3-1.7B-GGUF' })
  await expect(card).toContainText('It goes on with a token that was replaced or cleared')
  await expect(card).toContainText('Restarted from here, it ends with Hubkey.')
  await card.getByRole('button', { name: 'Restart Qwen3-1.7B-GGUF' }).click()
  await expect(card.getByRole('alert')).toContainText('There is no server')
  expect(bridge.calls('run.restart')).toEqual([{ run: readyRun.id }])
  await bridge.push('snapshot', world({ revision: 2, runs: [{ ...old, holdsOldToken: false }] }))
  await expect(card).not.toContainText('replaced or cleared')
})
