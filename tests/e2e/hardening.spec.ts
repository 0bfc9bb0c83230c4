import { expect, test, type Page } from '@playwright/test'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { launchApp, root, type RunningApp } from '../fixtures/desktop/hubkey-app.ts'
import { openLogIn } from '../fixtures/desktop/main-job.ts'
import { startPanel, type DesktopPanel } from '../fixtures/desktop/panel.ts'
import { startSession, type DesktopSession } from '../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../fixtures/hub-double/hub-double.ts'

let session: DesktopSession
let hub: HubDouble
let panel: DesktopPanel
let app: RunningApp
let outside: Server
let outsideUrl: string
let visits: string[]

test.beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
  panel = await startPanel(session.busAddress)
  visits = []
  outside = createServer((request, response) => {
    visits.push(request.url ?? '')
    response.end('<h1>outside</h1>')
  })
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve))
  outsideUrl = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`
  app = await launchApp({ session, hub: hub.url })
})

test.afterAll(async () => {
  await app.close()
  panel.close()
  outside.close()
  await hub.close()
  await session.close()
})

async function bothWindows(): Promise<readonly Page[]> {
  const token = await openLogIn(app, await panel.trayItem())
  return [await app.window('index'), token]
}

test('every page runs sandboxed, isolated and without Node', async () => {
  await bothWindows()
  const preferences = await app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      const all = (
        contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences()
      const named = ['sandbox', 'contextIsolation', 'nodeIntegration', 'webSecurity', 'webviewTag']
      return Object.fromEntries(named.map((name) => [name, all[name]]))
    }),
  )
  expect(preferences).toHaveLength(2)
  for (const one of preferences) {
    expect(one).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    })
  }
})

test('a page is given two doors and nothing else', async () => {
  for (const page of await bothWindows()) {
    const found = await page.evaluate(() => ({
      doors: Object.keys((window as unknown as { hubkey: object }).hubkey).sort(),
      node: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in window),
    }))
    expect(found).toEqual({ doors: ['invoke', 'on'], node: [] })
  }
})

test('unknown channels and events are refused by the preload', async () => {
  const [main] = await bothWindows()
  const refused = await main?.evaluate(async () => {
    const { hubkey } = window as unknown as {
      hubkey: { invoke(channel: string): Promise<unknown>; on(event: string, f: () => void): void }
    }
    const outcome: string[] = []
    await hubkey.invoke('token.reveal').catch(() => outcome.push('invoke'))
    try {
      hubkey.on('ipc-anything', () => undefined)
    } catch {
      outcome.push('on')
    }
    return outcome
  })
  expect(refused).toEqual(['invoke', 'on'])
})

test('text from outside cannot become code', async () => {
  const [main] = await bothWindows()
  const ran = await main?.evaluate(async () => {
    const state = window as unknown as { ran?: string[] }
    state.ran = []
    const attempts = [
      () => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="ran.push(1)">'),
      () => {
        const script = document.createElement('script')
        script.textContent = 'ran.push(2)'
        document.body.append(script)
      },
      () => eval('ran.push(3)') as unknown,
      () => setTimeout('ran.push(4)' as unknown as () => void, 0),
    ]
    // From a turn of their own: what a debugger evaluates itself is excused from the policy.
    for (const attempt of attempts) {
      setTimeout(() => {
        attempt()
      }, 0)
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
    return state.ran
  })
  expect(ran).toEqual([])
})

test('every permission is denied', async () => {
  const [main] = await bothWindows()
  const names = ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read', 'midi']
  const states = await main?.evaluate(
    async (wanted) =>
      Promise.all(
        wanted.map(async (name) => {
          const { state } = await navigator.permissions.query({ name: name as PermissionName })
          return [name, state]
        }),
      ),
    names,
  )
  expect(states).toEqual(names.map((name) => [name, 'denied']))
  const asked = await main?.evaluate(async () => ({
    notification: await Notification.requestPermission(),
    clipboard: await navigator.clipboard.readText().then(
      () => 'read',
      () => 'denied',
    ),
  }))
  expect(asked).toEqual({ notification: 'denied', clipboard: 'denied' })
})

test('both windows follow the chosen theme, in light and in dark', async () => {
  const [main, token] = await bothWindows()
  if (main === undefined || token === undefined) throw new Error('both are open')
  for (const theme of ['Light', 'Dark'] as const) {
    await main.getByTitle(theme, { exact: true }).click()
    for (const [name, page] of [['main', main] as const, ['log-in', token] as const]) {
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase())
      const path = join(root, 'test-results', 'e2e', `${name}-${theme.toLowerCase()}.png`)
      await page.screenshot({ path })
    }
  }
})

// Last, because the test driver waits for every navigation, and these are never to happen.
test('no page leaves its origin, opens a window or reaches a network', async () => {
  for (const page of await bothWindows()) {
    const before = page.url()
    const addresses = [
      outsideUrl,
      `http://localhost.evil.example/${outsideUrl}`,
      'file:///etc/passwd',
      'data:text/html,<h1>x</h1>',
      'javascript:document.title="taken"',
      'app://other/index.html',
      'app://hubkey@evil.example/index.html',
      'smb://127.0.0.1/share',
    ]
    for (const address of addresses) {
      const outcome = await page.evaluate(async (target) => {
        const opened = window.open(target)
        const reached = await fetch(target).then(
          () => true,
          () => false,
        )
        const link = document.createElement('a')
        link.href = target
        document.body.append(link)
        link.click()
        link.remove()
        const image = new Image()
        image.src = target
        return { opened: opened !== null, reached }
      }, address)
      expect(outcome, address).toEqual({ opened: false, reached: false })
    }
    await page.waitForTimeout(300)
    expect(page.url()).toBe(before)
    expect(await page.title()).not.toBe('taken')
  }
  expect(visits).toEqual([])
  expect(app.electron.windows()).toHaveLength(2)
})
