import type { Page } from '@playwright/test'
import { errors, fail } from '../../shared/errors.ts'
import { gemma } from '../fixtures/fake-bridge-world.ts'
import { estimate, foundModels, gemmaCard } from '../fixtures/fake-models.ts'
import { expect, test } from './ui-test.ts'

const [qwen, gated, unknown] = foundModels
const everything = {
  ...{ text: 'small', task: null, library: null, minParameters: null, maxParameters: null },
  ...{ gated: null, gguf: true, sort: 'trending', limit: 20, cursor: null },
}

test.beforeEach(({ bridge }) => {
  bridge
    .reply('model.cached', [])
    .reply('model.search', { models: [...foundModels], next: null })
    .reply('model.inspect', { ...gemma, card: gemmaCard })
    .reply('model.fit', estimate)
})

async function searchFor(page: Page, words: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Model' }).fill(words)
  await page.getByRole('textbox', { name: 'Model' }).press('Enter')
}

const results = (page: Page) => page.getByRole('region', { name: 'Found on the Hub' })

test('words are searched for, and each result tells what it is', async ({ bridge, openMain }) => {
  const page = await openMain('models')
  await searchFor(page, '  small ')
  const rows = results(page).getByRole('listitem')
  await expect(rows).toHaveCount(3)
  await expect(results(page).getByRole('status')).toHaveText('3 models')
  await expect(rows.nth(0)).toContainText('1.7B · text generation · licence apache-2.0')
  await expect(rows.nth(0)).toContainText('41k downloads · changed last month')
  await expect(rows.nth(0).getByText('cached')).toBeVisible()
  await expect(rows.nth(1).getByText('gated')).toBeVisible()
  await expect(rows.nth(2)).toHaveText(unknown?.repo ?? '')
  expect(bridge.calls('model.search')).toEqual([everything])
  expect(bridge.calls('model.inspect')).toEqual([])
})

test('filters narrow a search that was begun, and are told to the Hub', async ({
  bridge,
  openMain,
}) => {
  const page = await openMain('models')
  await page.getByRole('combobox', { name: 'Size' }).selectOption('1B to 4B parameters')
  // Nothing was searched for yet.
  expect(bridge.calls('model.search')).toEqual([])
  await searchFor(page, 'small')
  await results(page).getByRole('listitem').first().waitFor()
  await page.getByRole('combobox', { name: 'Task' }).selectOption('Text generation')
  await page.getByRole('combobox', { name: 'Access' }).selectOption('Gated')
  await page.getByRole('combobox', { name: 'Library' }).selectOption('Transformers')
  await page.getByRole('combobox', { name: 'Order' }).selectOption('Most downloads first')
  await page.getByRole('checkbox', { name: 'GGUF only' }).uncheck()
  const sized = { ...everything, minParameters: 1e9, maxParameters: 4e9 }
  await expect
    .poll(() => bridge.calls('model.search').at(-1))
    .toEqual({
      ...{ ...sized, task: 'text-generation', library: 'transformers' },
      ...{ gated: true, sort: 'downloads', gguf: false },
    })
  expect(bridge.calls('model.search').at(0)).toEqual(sized)
})

test('more pages are added, and none comes twice', async ({ bridge, openMain }) => {
  bridge.reply('model.search', ({ cursor }) =>
    cursor === null
      ? { models: [qwen!, gated!], next: 'page-2' }
      : { models: [gated!, unknown!], next: null },
  )
  const page = await openMain('models')
  await searchFor(page, 'small')
  await expect(results(page).getByRole('status')).toHaveText('2 models, and there are more')
  await page.getByRole('button', { name: 'More models' }).click()
  await expect(results(page).getByRole('listitem')).toHaveCount(3)
  await expect(page.getByRole('button', { name: 'More models' })).toHaveCount(0)
  expect(bridge.calls('model.search').map(({ cursor }) => cursor)).toEqual([null, 'page-2'])
})

test('a result leads to the model and back, by the keyboard', async ({ bridge, openMain }) => {
  const page = await openMain('models')
  await searchFor(page, 'small')
  await results(page)
    .getByRole('button', { name: gated?.repo ?? '' })
    .focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: gemma.repo })).toBeVisible()
  expect(bridge.calls('model.inspect')).toEqual([
    { type: 'model', repo: gemma.repo, revision: 'main' },
  ])
  await page.getByRole('button', { name: 'Search results' }).click()
  await expect(results(page).getByRole('listitem')).toHaveCount(3)
  await expect(page.getByRole('textbox', { name: 'Model' })).toHaveValue('small')
  await page.getByRole('button', { name: 'Clear the search' }).click()
  await expect(page.getByRole('heading', { name: 'On this machine' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Model' })).toHaveValue('')
})

test('filters alone are a search, and the way back leads to the same line of the list', async ({
  bridge,
  openMain,
}) => {
  const many = Array.from({ length: 40 }, (_, at) => ({ ...qwen!, repo: `ada/model-${at}` }))
  bridge.reply('model.search', { models: many, next: null })
  const page = await openMain('models')
  const button = page.getByRole('button', { name: 'Look up' })
  await expect(button).toBeDisabled()
  await page.getByRole('combobox', { name: 'Size' }).selectOption('Up to 1B parameters')
  await button.click()
  await expect(results(page).getByRole('listitem')).toHaveCount(40)
  expect(bridge.calls('model.search')).toEqual([{ ...everything, text: '', maxParameters: 1e9 }])
  const row = results(page).getByRole('button', { name: 'ada/model-31' })
  await row.focus()
  const scrolled = async () => page.locator('main').evaluate(({ scrollTop }) => scrollTop)
  const before = await scrolled()
  expect(before).toBeGreaterThan(500)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: gemma.repo })).toBeFocused()
  expect(await scrolled()).toBe(0)
  await page.getByRole('button', { name: 'Search results' }).click()
  await expect(row).toBeFocused()
  expect(await scrolled()).toBe(before)
  // Without a filter and without a word there is nothing to search for.
  await page.getByRole('combobox', { name: 'Size' }).selectOption('Any size')
  await expect(button).toBeDisabled()
})

test('nothing found and a failure say what to do', async ({ bridge, openMain }) => {
  bridge.reply('model.search', ({ task }) =>
    task === null ? { models: [...foundModels], next: null } : { models: [], next: null },
  )
  const page = await openMain('models')
  await page.getByRole('combobox', { name: 'Task' }).selectOption('Embeddings')
  await searchFor(page, 'small')
  await expect(page.getByRole('heading', { name: 'Nothing was found' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await expect(results(page).getByRole('listitem')).toHaveCount(3)
  bridge.reply('model.search', fail(errors.hubRateLimited('huggingface.co', 42)))
  await searchFor(page, 'other')
  await expect(page.getByRole('alert')).toContainText('asks to wait 42 seconds')
  bridge.reply('model.search', { models: [qwen!], next: null })
  // A filter asks again as well, for the words that were searched for and not for what is typed.
  await page.getByRole('textbox', { name: 'Model' }).fill('half a na')
  await page.getByRole('combobox', { name: 'Access' }).selectOption('Gated')
  await expect(page.getByRole('alert')).toHaveCount(0)
  expect(bridge.calls('model.search').at(-1)).toMatchObject({ text: 'other', gated: true })
  await searchFor(page, 'x'.repeat(300))
  await expect.poll(() => bridge.calls('model.search').at(-1)?.text).toBe('x'.repeat(200))
  await expect(results(page).getByRole('listitem')).toHaveCount(1)
})

test('a token among the words is wiped and searched for nowhere', async ({ bridge, openMain }) => {
  const page = await openMain('models')
  await searchFor(page, `hf_${'Qx7'.repeat(11)}`)
  await expect(page.getByRole('alert')).toContainText('looks like a token')
  await expect(page.getByRole('textbox', { name: 'Model' })).toHaveValue('')
  expect(bridge.calls('model.search')).toEqual([])
})

test('the model page tells its facts, and leads to what it was made from', async ({
  bridge,
  openMain,
}) => {
  const page = await openMain('models')
  await searchFor(page, gemma.repo)
  const facts = page.getByLabel('About this model')
  await expect(facts).toContainText('3.9B')
  await expect(facts).toContainText('131,072 tokens')
  await expect(facts).toContainText('en, de, fr')
  await expect(facts.getByText('a model without an owner')).toBeVisible()
  await facts.getByRole('button', { name: 'google/gemma-3-4b-it' }).click()
  await expect
    .poll(() => bridge.calls('model.inspect').map(({ repo }) => repo))
    .toEqual([gemma.repo, 'google/gemma-3-4b-it'])
})

test('the estimate follows file and context, is called one, and refuses nothing', async ({
  bridge,
  openMain,
}) => {
  const page = await openMain('models')
  await searchFor(page, gemma.repo)
  const fits = page.getByRole('region', { name: 'Does it fit this machine?' })
  await expect(fits).toContainText('Will be tight')
  await expect(fits).toContainText('An estimate: needs about 4.1 GB')
  await expect(fits).toContainText('Weights 3.2 GB + Conversation 700 MB + Computation 250 MB')
  bridge.reply('model.fit', { ...estimate, verdict: 'too-big' })
  await fits.getByRole('combobox', { name: 'Context' }).selectOption('32,768 tokens')
  await expect(fits).toContainText('Looks too big')
  await fits.getByRole('combobox', { name: 'File to estimate' }).selectOption('Q8_0 · 4.1 GB')
  await expect
    .poll(() => bridge.calls('model.fit').map(({ path, context }) => [path, context]))
    .toEqual([
      ['gemma-3-4b-it-q4_0.gguf', null],
      ['gemma-3-4b-it-q4_0.gguf', 32_768],
      ['gemma-3-4b-it-q8_0.gguf', 32_768],
    ])
  await expect(page.getByRole('button', { name: /^Launch / }).first()).toBeEnabled()
  bridge.reply('model.fit', fail(errors.ggufUnreadable()))
  await fits.getByRole('combobox', { name: 'Context' }).selectOption('8,192 tokens')
  await expect(fits.getByRole('alert')).toBeVisible()
})
