/**
 * `npm run demo`: the whole main job with no account, no internet and no display. A Hub double, a
 * private keyring, a small model with a known answer and the real app, driven through its real tray
 * and windows. The last line is the model's answer.
 */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buildWhenStale } from '../../build/build.mjs'
import { prepare } from '../../build/prepare.ts'
import { startDisplay } from '../../build/private-display.ts'
import { runScript, UserError } from '../../build/user-error.mjs'
import { launchApp, root } from '../fixtures/desktop/hubkey-app.ts'
import { startPanel } from '../fixtures/desktop/panel.ts'
import { startSession } from '../fixtures/desktop/session.ts'
import { startHubDouble } from '../fixtures/hub-double/hub-double.ts'
import { sampleWorld } from '../fixtures/hub-double/sample-world.ts'
import { KNOWN_SENTENCE } from '../fixtures/known-answer-model/known-answer-model.ts'
import { playMainJob } from './play.ts'

/** Large and slow enough that the progress bar can be seen to move. */
const modelBytes = 24_000_000
const bytesPerSecond = 8_000_000

await runScript(async () => {
  const folder = join(root, 'test-results', 'demo')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })

  say('Making sure of Electron, system packages and the build')
  const { electronDist } = await prepare({ for: 'test' })
  await buildWhenStale()
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = electronDist

  const endings: (() => Promise<void> | void)[] = []
  try {
    const display = await startDisplay()
    endings.push(display.stop)
    process.env['DISPLAY'] = display.name
    const session = await startSession({ keyring: 'unlocked' })
    endings.push(session.close)
    const hub = await startHubDouble({ world: sampleWorld({ modelBytes }) })
    endings.push(async () => hub.close())
    hub.setFault({ server: 'cdn', fault: { kind: 'slow', bytesPerSecond } })
    say(`A Hub double speaks on ${hub.url}; a keyring of its own is unlocked`)
    const panel = await startPanel(session.busAddress)
    endings.push(() => {
      panel.close()
    })
    const app = await launchApp({ session, hub: hub.url })
    endings.push(async () => app.close())
    const answer = await playMainJob({ app, panel, session, hub, folder, say })
    if (answer !== KNOWN_SENTENCE) throw new UserError(`The model answered “${answer}”.`)
    if (hub.leaks().length > 0) throw new UserError('The token reached another host.')
    for (const end of endings.splice(0).reverse()) await end()
    say('Hubkey and everything it started have ended')
    process.stdout.write(`Screenshots: ${folder}\n${answer}\n`)
    return 0
  } finally {
    for (const end of endings.reverse()) await end()
  }
})

function say(line: string): void {
  process.stdout.write(`• ${line}\n`)
}
