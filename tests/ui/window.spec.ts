import { errors, fail } from '../../shared/errors.ts'
import type { Snapshot } from '../../shared/snapshot.ts'
import { loggedOut, readyRun, world } from '../fixtures/fake-bridge-world.ts'
import { look } from '../fixtures/fake-where.ts'
import { expect, test } from './ui-test.ts'

const titles = ['Tokens', 'Models', 'Servers', 'Playground', 'Jobs', 'Where it lives']

test.beforeEach(({ bridge }) => {
  bridge.reply('model.cached', []).reply('where.look', look([], {}))
})

test('Ctrl+1…6 go to the pages in the order of the sidebar', async ({ page, openMain }) => {
  await openMain('tokens')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tokens')
  for (const [index, title] of [...titles.entries()].reverse()) {
    await page.keyboard.press(`Control+${index + 1}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
    await expect(page.locator('[aria-current=page]')).toContainText(title)
  }
  await page.keyboard.press('Control+7')
  await page.keyboard.press('3')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tokens')
})

test('the address opens a page, and the tray can change it', async ({ page, bridge, openMain }) => {
  await openMain('servers')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Servers')
  await bridge.push('navigate', { view: 'models' })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Models')
  await bridge.push('navigate', { view: 'log-in' })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Models')
})

test('the sidebar counts tokens and live servers', async ({ page, openMain }) => {
  await openMain('tokens', {
    runs: [readyRun, { ...readyRun, id: '20260314-100000-aaaaaa', state: 'exited' }],
  })
  const pages = page.getByRole('navigation', { name: 'Pages' }).getByRole('button')
  await expect(pages).toHaveText([
    ...['Tokens1', 'Models', 'Servers1', 'Playground', 'Jobs', 'Where it lives'],
  ])
})

test('an older snapshot never replaces a newer one', async ({ page, bridge, openMain }) => {
  await openMain('tokens')
  await expect(page.getByText('Ada Byron')).toBeVisible()
  await bridge.push('snapshot', world({ revision: 7, providers: [loggedOut] }))
  await expect(page.getByText('No token on this machine yet')).toBeVisible()
  await bridge.push('snapshot', world({ revision: 6 }))
  await bridge.push('snapshot', world({ revision: 7 }))
  await expect(page.getByText('No token on this machine yet')).toBeVisible()
})

test('a snapshot that is pushed before the first fetch has answered wins', async ({
  page,
  bridge,
  openMain,
}) => {
  let answer: (snapshot: Snapshot) => void = () => undefined
  await openMain('tokens', {}, () => new Promise((resolve) => (answer = resolve)))
  await expect(page.getByText('Connecting…')).toBeVisible()
  await bridge.push('snapshot', world({ revision: 5, providers: [loggedOut] }))
  answer(world({ revision: 4 }))
  await expect(page.getByText('No token on this machine yet')).toBeVisible()
})

test('the theme follows the setting, and the setting follows the switch', async ({
  page,
  bridge,
  openMain,
}) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = 'rgb(246, 246, 244)'
  const dark = 'rgb(23, 25, 27)'
  await page.emulateMedia({ colorScheme: 'dark' })
  await openMain('tokens')
  await expect(page.getByRole('radio', { name: 'Same as the system' })).toBeChecked()
  expect(await ground()).toBe(dark)
  await page.getByRole('radio', { name: 'Light' }).click()
  await expect.poll(() => bridge.calls('settings.update')).toEqual([{ theme: 'light' }])
  await bridge.push(
    'snapshot',
    world({ revision: 2, settings: { theme: 'light', oauthClientId: null, envFolders: [] } }),
  )
  await expect.poll(ground).toBe(light)
  await page.getByRole('radio', { name: 'Light' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => bridge.calls('settings.update')).toHaveLength(2)
  await page.emulateMedia({ colorScheme: 'light' })
  await bridge.push(
    'snapshot',
    world({ revision: 3, settings: { theme: 'dark', oauthClientId: null, envFolders: [] } }),
  )
  await expect.poll(ground).toBe(dark)
  await bridge.push('snapshot', world({ revision: 4 }))
  await expect.poll(ground).toBe(light)
})

test('a link that cannot be opened says so on top of the page', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('link.open', fail(errors.unexpected('11aa')))
  await openMain('tokens', { providers: [loggedOut] })
  await page.getByRole('button', { name: 'Create a token' }).click()
  await expect(page.getByRole('alert')).toContainText('11aa')
})

test('every control can be reached with Tab and shows where the focus is', async ({
  page,
  openMain,
}) => {
  for (const view of ['tokens', 'servers', 'playground'] as const) {
    await openMain(view, { runs: [readyRun] })
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const controls = page.locator('button:not(:disabled), input:checked, select, textarea')
    await expect(controls.first()).toBeVisible()
    const reached = new Set<string>()
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(() => {
        const element = document.activeElement
        if (element === null || element === document.body) return null
        const drawn = element.matches('[type=radio]') ? element.closest('label')! : element
        const { outlineStyle, outlineWidth } = getComputedStyle(drawn)
        return { html: element.outerHTML, outline: `${outlineStyle} ${outlineWidth}` }
      })
      if (focused === null) continue
      reached.add(focused.html)
      expect(focused.outline, focused.html).toMatch(/^(solid|auto) [23]px$/)
    }
    const wanted = await controls.evaluateAll((all) => all.map(({ outerHTML }) => outerHTML))
    expect(wanted.filter((html) => !reached.has(html))).toEqual([])
  }
})

test('with reduced motion nothing moves', async ({ page, openMain }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openMain('models', {
    downloads: [
      {
        id: 'd',
        type: 'model',
        repo: 'a/b',
        revision: 'main',
        path: 'c.gguf',
        choice: null,
        state: 'running',
        receivedBytes: 1,
        totalBytes: null,
        bytesPerSecond: null,
        secondsLeft: null,
        error: null,
      },
    ],
  })
  await expect(page.getByRole('progressbar')).toBeVisible()
  await expect
    .poll(() =>
      page.evaluate(
        () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
      ),
    )
    .toBe(0)
})
