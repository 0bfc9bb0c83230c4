import type { Locator, Page } from '@playwright/test'
import { errors, fail } from '../../shared/errors.ts'
import { ngcOut } from '../fixtures/fake-accounts.ts'
import { loggedIn, sources, unlocked, world } from '../fixtures/fake-bridge-world.ts'
import { fewCopies, inFile, look, manyCopies } from '../fixtures/fake-where.ts'
import { expect, test } from './ui-test.ts'

const facts = { providers: [loggedIn, ngcOut] }
const env = fewCopies.copies[2]!
const hf = fewCopies.copies[1]!

/** Every line of the picture, as `copy reader kind`. */
async function drawn(page: Page): Promise<readonly string[]> {
  const lines = await page.locator('[data-line]').evaluateAll((all) =>
    all.map((one) => {
      const kind = ['uses', 'asks', 'looks'].find((name) => one.classList.contains(name))
      return `${(one as SVGElement).dataset['line']} ${kind}`
    }),
  )
  return lines.toSorted()
}

/** How far the ends of lines lie from the copies and tools that they belong to, in pixels, at most. */
async function farthestEnd(page: Page): Promise<number> {
  return page.evaluate(() => {
    const away = [...document.querySelectorAll<SVGGElement>('[data-line]')].flatMap((line) => {
      const [copy, reader] = line.dataset['line']!.split(' ')
      const path = line.querySelector('path')!
      const ground = line.ownerSVGElement!.getBoundingClientRect()
      const ends = [path.getPointAtLength(0), path.getPointAtLength(path.getTotalLength())]
      const from = document.querySelector(`[data-copy="${copy}"]`)!.getBoundingClientRect()
      const to = document.querySelector(`[data-reader="${reader}"]`)!.getBoundingClientRect()
      const wanted = [
        { x: from.right, y: from.top + from.height / 2 },
        { x: to.left, y: to.top + to.height / 2 },
      ]
      return ends.map((end, at) =>
        Math.hypot(end.x + ground.left - wanted[at]!.x, end.y + ground.top - wanted[at]!.y),
      )
    })
    return away.length === 0 ? Infinity : Math.max(...away)
  })
}

function node(page: Page, copy: string): Locator {
  return page.locator(`[data-copy="${copy}"]`)
}

test('the picture says what the facts say, at every width, and in words as well', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('where.look', manyCopies)
  const page = await openMain('where', facts)
  const expected = manyCopies.readers.flatMap(({ id, copies, uses }) =>
    copies.map((copy) => `${copy} ${id} ${copy === uses ? 'uses' : 'looks'}`),
  )
  await expect.poll(() => drawn(page)).toEqual(expected.toSorted())
  await expect.poll(() => farthestEnd(page)).toBeLessThan(2)
  await page.setViewportSize({ width: 720, height: 560 })
  await expect.poll(() => farthestEnd(page)).toBeLessThan(2)
  // Each copy once, with its standing and its use in its name; those in use are marked.
  await expect(page.locator('[data-copy]')).toHaveCount(manyCopies.copies.length)
  for (const { id, standing, wins } of manyCopies.copies) {
    await expect(node(page, id)).toHaveAccessibleName(new RegExp(`, ${standing}, `))
    await expect(node(page, id)).toHaveClass(wins.length > 0 ? /wins/ : /^(?!.*wins)/)
  }
  await expect(node(page, 'netrc-33333333')).toHaveAccessibleName(/used by git at the Hub$/)
  await expect(page.locator('[data-reader="git"]')).toContainText('uses .netrc [33333333]')
  // The same as tables.
  await page.getByRole('button', { name: 'Table' }).click()
  const rows = page.getByRole('table', { name: /^Copies of/ }).locator('tbody tr')
  await expect(rows).toHaveCount(manyCopies.copies.length)
  const netrc = rows.filter({ hasText: '/home/ada/.netrc' })
  for (const word of ['stale', 'laptop · ada', '33333333', '0600', 'used by git at the Hub']) {
    await expect(netrc).toContainText(word)
  }
  const git = page.getByRole('row', { name: /^git at the Hub/ })
  await expect(git).toContainText('uses .netrc [33333333]')
  await expect(page.getByText('docker-credential-pass may ask for a passphrase')).toBeVisible()
  expect(bridge.calls('where.look')).toEqual([{ verify: false }])
  // Asking providers is a click of its own.
  await page.getByRole('button', { name: 'Ask the providers' }).click()
  await expect.poll(() => bridge.calls('where.look').at(-1)).toEqual({ verify: true })
})

test('the map goes by keys, and leads to all that is known of a copy', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('where.look', fewCopies)
  const page = await openMain('tokens', facts)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tokens')
  await page.keyboard.press('Control+6')
  await expect(page.getByRole('heading', { name: 'Where it lives', level: 1 })).toBeVisible()
  await expect.poll(() => drawn(page)).toContain('keyring-1 git asks')
  await node(page, 'keyring-1').focus()
  await page.keyboard.press('ArrowDown')
  await expect(node(page, 'hf-1')).toBeFocused()
  // Only what belongs to it stands out.
  await expect(page.locator('.map-lines .map-line:not(.out)')).toHaveCount(2)
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('[data-reader="hf"]')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowLeft')
  await expect(node(page, 'env-file-1')).toBeFocused()
  await page.keyboard.press('Enter')
  const details = page.getByRole('region', { name: '.env file stale' })
  await expect(details).toBeFocused()
  const words = [env.where, 'laptop · ada [b2c9e7d1]', '0644 others may read', 'used by Projects']
  for (const word of words) await expect(details).toContainText(word)
  await page.keyboard.press('Escape')
  await expect(details).toBeHidden()
  await expect(node(page, 'env-file-1')).toBeFocused()
  await page.locator('[data-reader="git"]').click()
  await expect(page.getByRole('region', { name: 'Keyring current' })).toContainText(
    'clear the account',
  )
})

test('a copy is changed only after a question, and what was done is said', async ({
  bridge,
  openMain,
}) => {
  bridge
    .reply('where.look', fewCopies)
    .reply('where.clear', fail(errors.foreignGone()))
    .reply('where.tighten', env)
  const page = await openMain('where', facts)
  await node(page, env.id).click()
  await page.getByRole('button', { name: 'Show in folder' }).click()
  await expect.poll(() => bridge.calls('where.show-file')).toEqual([{ copy: env.id }])
  await page.getByRole('button', { name: 'Take it out…' }).click()
  const question = page.getByRole('dialog', { name: 'Take the token out of .env?' })
  for (const word of [env.where, 'an older token of “laptop”', 'Projects with a .env file']) {
    await expect(question).toContainText(word)
  }
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  expect(bridge.calls('where.clear')).toEqual([])
  // It changed meanwhile: nothing is done, and the way on looks again.
  await page.getByRole('button', { name: 'Take it out…' }).click()
  await question.getByRole('button', { name: 'Take it out' }).click()
  const looks = bridge.calls('where.look').length
  await question.getByRole('button', { name: 'List them again' }).click()
  await expect(question).toBeHidden()
  await expect.poll(() => bridge.calls('where.look').length).toBe(looks + 1)
  await page.getByRole('button', { name: 'Make it private…' }).click()
  const mode = page.getByRole('dialog', { name: 'Make .env private?' })
  await expect(mode).toContainText('from 0644 to 0600')
  expect(bridge.calls('where.tighten')).toEqual([])
  await mode.getByRole('button', { name: 'Make it private' }).click()
  await expect(page.getByText(`${env.where} is yours alone now (mode 0600).`)).toBeVisible()
  expect(bridge.calls('where.tighten')).toEqual([{ copy: env.id }])
  bridge.reply('where.clear', () => {
    bridge.reply('where.look', look(fewCopies.copies.slice(0, 2), {}))
    return env
  })
  await page.getByRole('button', { name: 'Take it out…' }).click()
  await question.getByRole('button', { name: 'Take it out' }).click()
  await expect(page.getByText(`Taken out of .env file: ${env.where}.`)).toBeVisible()
  await expect(node(page, env.id)).toBeHidden()
  await expect(page.getByText('Taken out of .env file')).toBeFocused()
  expect(bridge.calls('where.clear')).toEqual(Array(2).fill({ copy: env.id }))
})

test('what Hubkey does not hold is imported before it can go, under a name that is free', async ({
  bridge,
  openMain,
}) => {
  const strange = inFile('jan-1', '/home/ada/jan/.janrc', {
    ...{ place: 'jan', label: 'Jan', name: 'huggingFaceToken', fingerprint: '77777777' },
    ...{ standing: 'unknown', account: null, importable: true, clearable: false },
  })
  bridge
    .reply('where.look', look([strange], { jan: ['Jan', 'jan-1'] }))
    .reply('import.take', fail(errors.accountTaken('default')))
  const page = await openMain('where', facts)
  await page.getByRole('button', { name: 'Table' }).click()
  await expect(page.getByText('import it first')).toBeVisible()
  await page.getByRole('button', { name: /^More about Jan/ }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Show in folder', 'Import'])
  await page.getByRole('menuitem', { name: 'Import' }).click()
  const name = page.getByLabel('Name of this account')
  await expect(name).toBeFocused()
  bridge.reply('import.take', ({ account = '' }) => ({
    ...{ account, store: 'keyring', already: false, verified: true, username: 'ada', role: 'read' },
    token: {
      ...{ id: 'jan-1', tool: 'jan', label: 'Jan', provider: 'huggingface', where: strange.where },
      ...{ name: null, fingerprint: '77777777', storedAs: [], notImportable: null },
      notRemovable: null,
    },
    error: null,
  }))
  await name.fill('studio')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Imported as “studio”. It still lies where it was.')).toBeVisible()
  expect(bridge.calls('import.take').at(-1)).toEqual({ token: 'jan-1', account: 'studio' })
})

test('folders are chosen in the system’s dialog, and the keyring is never asked without a click', async ({
  bridge,
  openMain,
}) => {
  const settings = { theme: 'system', oauthClientId: null, envFolders: ['/home/ada/work'] } as const
  bridge
    .reply('where.look', { ...look([hf], {}), storeProblem: errors.keyringLocked() })
    .reply('where.pick-folder', { picked: false })
  const page = await openMain('where', {
    ...facts,
    keyring: { ...unlocked, state: 'locked' },
    settings,
  })
  await expect(page.getByText('The keyring is locked, so its tokens cannot be read')).toBeVisible()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect.poll(() => bridge.calls('where.look').length).toBe(2)
  await page.getByRole('button', { name: 'Add a folder…' }).click()
  await expect.poll(() => bridge.calls('where.pick-folder').length).toBe(1)
  expect(bridge.calls('where.look').length).toBe(2)
  await page.getByRole('button', { name: 'Do not look into /home/ada/work any more' }).click()
  await expect
    .poll(() => bridge.calls('where.forget-folder'))
    .toEqual([{ folder: '/home/ada/work' }])
  await expect.poll(() => bridge.calls('where.look').length).toBe(3)
  expect(bridge.calls('keyring.unlock')).toEqual([])
  // Once it is open there is more to be seen.
  bridge.reply('where.look', fewCopies)
  await bridge.push('snapshot', world({ ...facts, revision: 9, settings }))
  await expect(node(page, 'keyring-1')).toBeVisible()
})

test('a token that wins from the environment leads to who set it', async ({ bridge, openMain }) => {
  bridge.reply('where.look', manyCopies)
  const shadowing = {
    ...loggedIn,
    source: 'environment',
    sources: sources({
      environment: { present: true, fingerprint: 'e0e0e0e0' },
      keyring: { present: true, fingerprint: 'k7f3q9aa', shadowed: true },
    }),
  } as const
  const page = await openMain('tokens', { providers: [{ ...shadowing }] })
  await page.getByRole('button', { name: 'Show where HF_TOKEN is set' }).click()
  const details = page.getByRole('region', { name: 'Environment unknown' })
  await expect(details).toContainText('/home/ada/.bashrc')
  await expect(details).toBeFocused()
})
