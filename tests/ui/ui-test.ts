import { test as base, expect, type Page } from '@playwright/test'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fromRoot } from '../../build/paths.ts'
import type { Snapshot } from '../../shared/snapshot.ts'
import { FakeBridge, type Reply } from '../fixtures/fake-bridge.ts'
import { now, world } from '../fixtures/fake-bridge-world.ts'

/** The built windows. */
const folder = process.env['HUBKEY_RENDERER'] ?? fromRoot('out', 'renderer')
/** Secure, as `app://hubkey` is; nothing listens there, every request is answered below. */
const origin = 'https://hubkey.test'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

interface Fixtures {
  /** What the page should not have done; a test that provokes it takes it out. */
  readonly complaints: string[]
  /** Main's stand-in for this page. */
  readonly bridge: FakeBridge
  /** Opens the main window at a page, with this world behind it; `first` answers the first fetch. */
  readonly openMain: (
    view: string,
    facts?: Partial<Snapshot>,
    first?: Reply<'snapshot.get'>,
  ) => Promise<Page>
  /** Opens the token window, for a provider and perhaps an account, e.g. `ngc` or `huggingface/laptop`. */
  readonly openToken: (facts?: Partial<Snapshot>, intent?: string) => Promise<Page>
}

/** A page with the built renderer in it. It fails when the page throws, leaves, or breaks the contract. */
export const test = base.extend<Fixtures>({
  complaints: async ({ page }, use) => {
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
    })
    await serve(page, (address) => complaints.push(`the page asked for ${address}`))
    await use(complaints)
    expect(complaints).toEqual([])
  },
  // Depends on the complaints, so that no page goes unwatched.
  bridge: async ({ page, complaints: _watched }, use) => {
    await page.clock.install({ time: now })
    const bridge = await FakeBridge.install(page)
    bridge.reply('run.figures', []).reply('run.log-page', [])
    await use(bridge.reply('run.log-before', { lines: 0 }))
    expect(bridge.breaches).toEqual([])
  },
  openMain: async ({ page, bridge }, use) => {
    await use(async (view, facts = {}, first = world(facts)) => {
      await page.setViewportSize({ width: 940, height: 640 })
      bridge.reply('snapshot.get', first)
      await page.goto(`${origin}/index.html#${view}`)
      return page
    })
  },
  openToken: async ({ page, bridge }, use) => {
    await use(async (facts = {}, intent = 'huggingface') => {
      await page.setViewportSize({ width: 452, height: 480 })
      bridge.reply('snapshot.get', world(facts))
      await page.goto(`${origin}/token.html#${intent}`)
      return page
    })
  },
})

/** Opens a page as a browser would show it, with no main process behind it. */
export async function openWithoutBridge(page: Page, file: string): Promise<void> {
  await serve(page, (address) => {
    throw new Error(`The page asked for ${address}.`)
  })
  await page.goto(`${origin}/${file}`)
}

/** Answers the page's requests from the built files, and any other not at all. */
async function serve(page: Page, onForeign: (address: string) => void): Promise<void> {
  await page.route('**/*', async (route) => {
    const url = new URL(route.request().url())
    const file = join(folder, url.pathname)
    if (url.origin !== origin || !existsSync(file)) {
      onForeign(url.href)
      await route.abort()
      return
    }
    await route.fulfill({
      body: readFileSync(file),
      contentType: contentTypes[extname(file)] ?? 'application/octet-stream',
    })
  })
}

export { expect } from '@playwright/test'
