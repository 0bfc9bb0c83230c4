import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { gemma } from '../fixtures/fake-bridge-world.ts'
import { estimate } from '../fixtures/fake-models.ts'
import { expect, test } from './ui-test.ts'

const q4 = 'gemma-3-4b-it-q4_0.gguf'
const q8 = 'gemma-3-4b-it-q8_0.gguf'

function row(page: Page, file: string) {
  return page.getByRole('row').filter({ hasText: file })
}

test('where there is little room, the seldom verbs of a file are a menu for mouse and keys', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('model.cached', []).reply('model.inspect', gemma).reply('model.fit', estimate)
  bridge.reply('download.start', { download: 'd9' })
  bridge.reply('run.preflight', []).reply('engine.list', [])
  const page = await openMain('models')
  await page.getByRole('textbox', { name: 'Model' }).fill(gemma.repo)
  await page.keyboard.press('Enter')
  const more = row(page, q4).getByRole('button', { name: `More for ${q4}` })
  await expect(more).toBeHidden()
  await page.setViewportSize({ width: 640, height: 560 })
  await expect(row(page, q4).getByRole('button')).toHaveText(['Launch', '···'])
  const height = async (): Promise<number> => (await row(page, q4).boundingBox())!.height
  expect(await height()).toBeLessThan(90)
  await row(page, q4)
    .getByRole('button', { name: `Launch ${q4}` })
    .focus()
  await page.keyboard.press('Tab')
  await expect(more).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Download' })).toBeFocused()
  const axe = new AxeBuilder({ page }).setLegacyMode()
  expect((await axe.analyze()).violations).toEqual([])
  await page.keyboard.press('Escape')
  await expect(more).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => bridge.calls('download.start'))
    .toMatchObject([{ repo: gemma.repo, path: q4 }])
  await more.click()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(more).toBeFocused()
  // What is here already need not be fetched.
  await row(page, q8)
    .getByRole('button', { name: `More for ${q8}` })
    .click()
  await expect(page.getByRole('menuitem')).toHaveText(['Launch options…'])
})
