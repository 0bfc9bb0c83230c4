import type { Page } from '@playwright/test'
import { errors, fail } from '../../../shared/errors.ts'
import { foundModels } from '../../fixtures/fake-models.ts'
import { scenesOf } from './scene.ts'

/** Everything a search can say. */
export const searchScenes = scenesOf('models', [
  {
    name: 'search-found',
    replies: (bridge) =>
      bridge
        .reply('model.cached', [])
        .reply('model.search', { models: [...foundModels], next: 'page-2' }),
    act: async (page) => searchFor(page, 'small'),
  },
  {
    name: 'search-empty',
    replies: (bridge) =>
      bridge.reply('model.cached', []).reply('model.search', { models: [], next: null }),
    act: async (page) => searchFor(page, 'nothing of this name'),
  },
  {
    name: 'search-failed',
    replies: (bridge) =>
      bridge
        .reply('model.cached', [])
        .reply('model.search', fail(errors.hubRateLimited('huggingface.co', 42))),
    act: async (page) => searchFor(page, 'small'),
  },
])

async function searchFor(page: Page, words: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Model' }).fill(words)
  await page.getByRole('textbox', { name: 'Model' }).press('Enter')
  await page.getByRole('region', { name: 'Found on the Hub' }).waitFor()
  await page.getByText('Searching…').waitFor({ state: 'hidden' })
}
