import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { fromRoot } from '../../build/paths.ts'
import { accountScenes } from './scenes/accounts.ts'
import { deviceScenes } from './scenes/device-login.ts'
import { importScenes } from './scenes/imports.ts'
import { jobScenes } from './scenes/jobs.ts'
import { logInScenes } from './scenes/log-in.ts'
import { modelScenes } from './scenes/models.ts'
import { presetScenes } from './scenes/presets.ts'
import { searchScenes } from './scenes/search.ts'
import { rotationScenes } from './scenes/rotation.ts'
import { sinkScenes } from './scenes/sinks.ts'
import { providerScenes } from './scenes/providers.ts'
import { intentScenes } from './scenes/token-intent.ts'
import { playgroundScenes, serverScenes } from './scenes/servers.ts'
import { tokenScenes } from './scenes/tokens.ts'
import { whereScenes } from './scenes/where.ts'
import { expect, test } from './ui-test.ts'

const scenes = [
  ...tokenScenes,
  ...accountScenes,
  ...providerScenes,
  ...sinkScenes,
  ...importScenes,
  ...logInScenes,
  ...deviceScenes,
  ...intentScenes,
  ...rotationScenes,
  ...modelScenes,
  ...searchScenes,
  ...presetScenes,
  ...serverScenes,
  ...playgroundScenes,
  ...jobScenes,
  ...whereScenes,
]
const pictures = process.env['HUBKEY_PICTURES'] ?? fromRoot('test-results', 'screenshots')

for (const { name, window, intent, facts = {}, replies, act } of scenes) {
  test(`${name} can be read by everyone and fits`, async ({
    page,
    bridge,
    openMain,
    openToken,
  }) => {
    bridge.reply('model.cached', []).reply('run.log', []).reply('job.schedules', [])
    replies?.(bridge)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await (window === 'log-in' ? openToken(facts, intent) : openMain(window, facts))
    await expect(page.locator('h1').first()).toBeVisible()
    await act?.(page, bridge)
    const picture = async (variant: string): Promise<void> => {
      await page.screenshot({ path: `${pictures}/${name}-${variant}.png`, caret: 'initial' })
    }
    await picture('light')
    expect(await violationsIn(page)).toEqual([])
    await expectNothingCutOff(page)
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await picture('dark')
    // The theme changes nothing but colours.
    expect(await violationsIn(page, ['color-contrast'])).toEqual([])
    if (window === 'log-in') return
    await page.setViewportSize({ width: 720, height: 560 })
    await expectNothingCutOff(page)
    await picture('narrow')
  })
}

/** What axe objects to, and where; by these rules alone when some are named. */
async function violationsIn(page: Page, rules?: string[]): Promise<unknown> {
  // In the page itself: there are no frames, and a second page for each look takes as long as the look.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}

/** No sideways scrolling, no button pushed out of the window, no label cut off. */
async function expectNothingCutOff(page: Page): Promise<void> {
  const cut = await page.evaluate(() => {
    const tooWide = [...document.querySelectorAll('*')].filter(
      (element) =>
        element.scrollWidth > element.clientWidth + 1 &&
        element.clientWidth > 1 &&
        getComputedStyle(element).overflowX !== 'visible' &&
        !element.matches('input, .dots, .visually-hidden, .log-lines, .code pre, .answer-table'),
    )
    const outside = [...document.querySelectorAll('button, input, select, h1, h2, .chip')].filter(
      (element) => {
        const box = element.getBoundingClientRect()
        return box.width > 1 && (box.right > innerWidth + 0.5 || box.left < -0.5)
      },
    )
    return [...tooWide, ...outside].map((element) => element.outerHTML.slice(0, 200))
  })
  expect(cut).toEqual([])
}
