import { expect } from '@playwright/test'
import { join } from 'node:path'
import type { RunningApp } from '../fixtures/desktop/hubkey-app.ts'
import {
  ask,
  lookUp,
  openLogIn,
  pasteToken,
  saveToken,
  verifyToken,
} from '../fixtures/desktop/main-job.ts'
import type { DesktopPanel } from '../fixtures/desktop/panel.ts'
import { runInSession, type DesktopSession } from '../fixtures/desktop/session.ts'
import type { HubDouble } from '../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../fixtures/hub-double/sample-world.ts'

interface Stage {
  readonly app: RunningApp
  readonly panel: DesktopPanel
  readonly session: DesktopSession
  readonly hub: HubDouble
  /** Where the screenshots go. */
  readonly folder: string
  readonly say: (line: string) => void
}

const question = 'Whose key is it?'

/** Plays the main job from the tray to the answer, which it resolves to. */
export async function playMainJob(stage: Stage): Promise<string> {
  await logIn(stage)
  return launchAndAsk(stage)
}

async function logIn({ app, panel, session, hub, folder, say }: Stage): Promise<void> {
  const tray = await panel.trayItem()
  say(`Tray: ${(await tray.menu()).map(({ label }) => label || '—').join(' | ')}`)
  const window = await openLogIn(app, tray)
  const token = hub.token('ada-fine-grained')
  await pasteToken(app, window, token)
  await verifyToken(window, 'ada')
  await window.screenshot({ path: join(folder, '1-log-in.png') })
  say('Pasted a token by the button; Hubkey shows that it belongs to Ada Byron (@ada)')
  await saveToken(window)
  const args = ['lookup', 'service', 'hubkey', 'account', 'huggingface:default']
  const stored = await runInSession(session, 'secret-tool', args)
  expect(stored === token).toBe(true)
  say('secret-tool finds that very token in the keyring')
}

async function launchAndAsk({ app, folder, say }: Stage): Promise<string> {
  const main = await app.window('index')
  await expect(main.getByText('Ada Byron')).toBeVisible()
  await main.screenshot({ path: join(folder, '2-tokens.png') })

  await lookUp(main, 'hubkey-tests/gated-not-requested')
  await main.screenshot({ path: join(folder, '3-not-requested.png') })
  say(`Models: ${await main.locator('.verdict-title').innerText()} — and no byte was downloaded`)

  await lookUp(main, SAMPLE.gatedModel)
  await main.getByRole('button', { name: `Launch ${SAMPLE.modelFile}` }).click()
  await expect(main.getByRole('progressbar').first()).toBeVisible()
  await expect
    .poll(async () => Number(await main.getByRole('progressbar').first().getAttribute('value')))
    .toBeGreaterThan(0)
  await main.screenshot({ path: join(folder, '4-downloading.png') })
  say('Launched a gated model this account may have; it comes down with a progress bar')

  await main.getByRole('button', { name: 'Servers' }).click()
  const address = main.getByText(/^http:\/\/127\.0\.0\.1:\d+/).first()
  await expect(address).toBeVisible({ timeout: 60_000 })
  await main.screenshot({ path: join(folder, '5-server.png') })
  const url = await address.innerText()
  say(`llama.cpp answers on ${url}`)

  const answer = await ask(main, question)
  await main.screenshot({ path: join(folder, '6-playground.png') })
  say(`Asked in the playground: ${question}`)
  return answer
}
