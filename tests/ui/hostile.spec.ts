import type { Page } from '@playwright/test'
import { errors } from '../../shared/errors.ts'
import { notice } from '../fixtures/fake-accounts.ts'
import {
  ada,
  draft,
  gemma,
  loggedIn,
  minutesAgo,
  modelFile,
  readyRun,
  sources,
  unlocked,
  verified,
} from '../fixtures/fake-bridge-world.ts'
import { estimate } from '../fixtures/fake-models.ts'
import { finding, inFile, look } from '../fixtures/fake-where.ts'
import { expect, test } from './ui-test.ts'

/** Each would leave a mark on `window` if any view took it for markup, script or address. */
const hostile =
  '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script>' +
  '<a href="javascript:window.hacked=3">x</a>{{constructor.constructor("window.hacked=4")()}}'
/** Turned-round, zero-width and very long text, which may deceive but must not break the page. */
const odd = `\u202Egnp.exe\u202C\u200B${'W'.repeat(400)}\u0000\u0007`

const identity = {
  ...ada,
  username: hostile,
  fullName: `${hostile}${odd}`,
  tokenName: hostile,
  role: '<b>god</b>',
  rights: [hostile],
  organisations: [{ name: hostile, role: hostile, restrictions: [hostile] }],
}
const problem = { ...errors.engineFailed(hostile + odd), code: 'x' }

async function expectHarmless(page: Page, hits: number): Promise<void> {
  await expect(page.getByText('onerror').first()).toBeVisible()
  const found = await page.evaluate(() => ({
    hacked: 'hacked' in window,
    markup: document.querySelectorAll('#root :is(img, script, a, iframe, b b)').length,
    mentions: document.body.innerText.split('onerror').length - 1,
    width: document.documentElement.scrollWidth - innerWidth,
  }))
  expect(found).toMatchObject({ hacked: false, markup: 0, width: 0 })
  expect(found.mentions).toBeGreaterThanOrEqual(hits)
}

test('hostile names, rights and paths are shown as text', async ({ openMain }) => {
  const page = await openMain('tokens', {
    keyring: { ...unlocked, state: 'locked', sentence: hostile },
    notices: [
      notice('x', {
        sentence: hostile + odd,
        action: { label: hostile, does: { kind: 'take-into-keyring' } },
      }),
    ],
    providers: [
      {
        ...loggedIn,
        username: hostile,
        verification: { ...verified(identity), error: problem },
        sources: sources({
          environment: { present: true, fingerprint: 'x', variable: hostile },
          keyring: { present: null, problem: hostile },
          file: { present: true, fingerprint: 'y', path: hostile, mode: '0666' },
        }),
      },
    ],
  })
  await expectHarmless(page, 12)
})

test('hostile files, licences and reasons are shown as text', async ({ bridge, openMain }) => {
  bridge.reply('model.cached', []).reply('model.inspect', {
    ...gemma,
    licence: hostile,
    card: null,
    library: odd,
    pipeline: hostile,
    access: { verdict: 'refused', reason: hostile, action: null },
    files: [
      modelFile(`${hostile.replaceAll('/', '∕')}.gguf`, {
        launchable: true,
        quantisation: hostile,
      }),
      modelFile('a'.repeat(300)),
    ],
  })
  bridge.reply('model.fit', { ...estimate, sentence: hostile })
  const page = await openMain('models')
  await page.getByRole('textbox', { name: 'Model' }).fill(hostile)
  await page.getByRole('button', { name: 'Look up' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByRole('textbox', { name: 'Model' }).fill(gemma.repo)
  await page.getByRole('button', { name: 'Look up' }).click()
  await expect(page.getByRole('heading', { name: gemma.repo })).toBeVisible()
  await expectHarmless(page, 4)
})

test('hostile places, tools and findings are shown as text', async ({ bridge, openMain }) => {
  const copy = inFile('env-file-1', `/${hostile}${odd}`, {
    ...{ label: hostile, name: hostile + odd, account: hostile, username: hostile },
    ...{ mode: '0666', wide: true, setBy: [hostile] },
  })
  const view = look([copy], { projects: [hostile, 'env-file-1'] })
  const where = { tool: 'git', label: hostile, where: hostile, name: odd, error: problem } as const
  bridge.reply('where.look', { ...view, problems: [where], storeProblem: problem })
  const words = { sentence: hostile + odd, reason: hostile, fix: hostile + odd }
  bridge.reply('doctor.visit', { findings: [finding(odd, words)], fixed: [] })
  const page = await openMain('where', { providers: [{ ...loggedIn, label: hostile }] })
  await page.locator('[data-copy]').click()
  await expect(page.locator('.map-lines circle')).toHaveCount(1)
  await expectHarmless(page, 12)
  await page.getByRole('button', { name: 'Table' }).click()
  await expectHarmless(page, 9)
  await page.getByRole('button', { name: 'Doctor' }).click()
  await page.getByRole('button', { name: /^Fix: / }).click()
  await expectHarmless(page, 4)
})

test('hostile log lines, answers and errors are shown as text', async ({ bridge, openMain }) => {
  bridge.reply('run.log', [{ seq: 0, text: `${hostile}${odd}` }])
  const page = await openMain('servers', {
    runs: [
      readyRun,
      {
        ...readyRun,
        id: '20260314-100000-aaaaaa',
        state: 'failed',
        endedAt: minutesAgo(1),
        secrets: [hostile],
        error: problem,
      },
    ],
  })
  await page.getByRole('button', { name: 'Show log' }).first().click()
  await expectHarmless(page, 3)
  await page.getByRole('button', { name: /^Ask/ }).click()
  await page.getByRole('textbox', { name: 'Question' }).fill(hostile)
  await page.keyboard.press('Enter')
  await expect.poll(() => bridge.calls('chat.ask')).toHaveLength(1)
  const { ask } = bridge.calls('chat.ask')[0]!
  await bridge.push('chat', {
    ask,
    delta: hostile + odd,
    thought: hostile,
    done: true,
    error: problem,
    stats: null,
  })
  await expectHarmless(page, 3)
})

test('a hostile owner of a token is shown as text', async ({ bridge, openToken }) => {
  bridge
    .reply('draft.paste', draft)
    .reply('draft.verify', { ...draft, verification: verified(identity) })
  const page = await openToken({ keyring: { ...unlocked, store: { kind: 'file', path: hostile } } })
  await page.getByRole('button', { name: 'Paste' }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await expectHarmless(page, 5)
})

test('the check above would notice markup', async ({ openMain }) => {
  const page = await openMain('tokens')
  await page.evaluate(() => document.querySelector('h1')!.append(document.createElement('img')))
  expect(await page.locator('#root img').count()).toBe(1)
})

test('the pages’ own policy stops inline script, foreign requests and HTML from strings', async ({
  page,
  complaints,
  openMain,
}) => {
  await openMain('tokens')
  const stopped = await page.evaluate(async () => {
    const inline = document.createElement('div')
    const isRefused = (deed: () => void): boolean => {
      try {
        deed()
        return false
      } catch {
        return true
      }
    }
    const html = isRefused(() => (inline.innerHTML = '<img src=x onerror="window.hacked=1">'))
    const handler = isRefused(() => {
      inline.setAttribute('onclick', 'window.hacked=1')
      inline.click()
    })
    const fetched = await fetch('https://example.com/').then(
      () => true,
      () => false,
    )
    return { html, handler, fetched, hacked: 'hacked' in window }
  })
  expect(stopped).toEqual({ html: true, handler: true, fetched: false, hacked: false })
  await expect.poll(() => complaints.length).toBeGreaterThanOrEqual(3)
  for (const complaint of complaints.splice(0)) {
    expect(complaint).toMatch(/TrustedHTML|TrustedScript|Content Security Policy/)
  }
})
