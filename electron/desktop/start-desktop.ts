import { app, session } from 'electron'
import { join } from 'node:path'
import { createApp, type HubkeyApp } from '../app/create-app.ts'
import { createCore } from '../app/core.ts'
import { changeSettings, loadSettings } from '../app/settings-file.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import type { Environment, Paths } from '../ports.ts'
import { serveAppProtocol } from './app-protocol.ts'
import { copyAddress, createHandlers } from './handlers.ts'
import { harden } from './harden.ts'
import { serveIpc } from './ipc-server.ts'
import { quitInOrder } from './lifecycle.ts'
import { openLink } from './open-link.ts'
import { publish } from './publish.ts'
import type { TrayCommand } from './tray-menu.ts'
import { createTray } from './tray.ts'
import { createUtilityHost } from './utility-host.ts'
import { applyTheme, createWindows } from './windows.ts'

interface DesktopOptions {
  readonly env: Environment
  readonly paths: Paths
  /** Start with the tray alone, as at log-in. */
  readonly isHidden: boolean
}

/** Wires the desktop: core, tray, windows, IPC. The tray is up before anything slow begins. */
export async function startDesktop({ env, paths, isHidden }: DesktopOptions): Promise<void> {
  const root = app.getAppPath()
  harden(app, session.defaultSession)
  serveAppProtocol(join(root, 'out', 'renderer'))

  const core = createCore({
    env,
    paths,
    host: createUtilityHost(join(root, 'out', 'main')),
    fetch: async (input, init) => fetch(input, init),
    clock: { now: () => new Date() },
  })
  const settingsNeeds = { paths, log: core.log, clock: core.ports.clock }
  const settings = await loadSettings(settingsNeeds)
  applyTheme(settings.theme)
  const windows = createWindows({
    preload: join(root, 'out', 'preload', 'preload.cjs'),
    icon: join(root, 'build', 'icons', 'icon.png'),
    onLogInClosed: () => {
      hubkey.drafts.discardAll()
    },
  })
  const hubkey = createApp(core, {
    version: app.getVersion(),
    settings,
    owner: 'app',
    onChatPiece: (piece) => {
      windows.send('chat', piece)
    },
  })
  const tray = createTray(
    join(root, 'build', 'icons', 'tray.png'),
    createTrayRunner(hubkey, windows.show),
  )
  tray.render(hubkey.state.get())
  publish({
    state: hubkey.state,
    toTray: tray.render,
    toWindows: (snapshot) => {
      windows.send('snapshot', snapshot)
    },
  })
  hubkey.launcher.onLog((run, lines) => {
    windows.send('log', { run, lines: [...lines] })
  })
  const { endpoint } = readHfEnvironment(env, paths.home)
  serveIpc(
    createHandlers({
      app: hubkey,
      windows,
      openLink: async (link) => openLink(link, endpoint),
      changeSettings: async (change) => {
        const next = await changeSettings(change, settingsNeeds)
        applyTheme(next.theme)
        hubkey.state.settingsChanged(next)
      },
    }),
    hubkey.report,
  )
  quitInOrder({
    close: async () => hubkey.close(),
    closeTray: tray.close,
    show: () => {
      windows.show('tokens')
    },
    report: hubkey.report,
  })
  if (!isHidden) windows.show('tokens')
  hubkey.start().catch((cause: unknown) => hubkey.report('start', cause))
}

function createTrayRunner(
  hubkey: HubkeyApp,
  show: (view: Extract<TrayCommand, { verb: 'show' }>['view']) => void,
): (command: TrayCommand) => void {
  return (command) => {
    switch (command.verb) {
      case 'show':
        show(command.view)
        return
      case 'copy-address':
        copyAddress(hubkey, command.run).catch((cause: unknown) => hubkey.report('copy', cause))
        return
      case 'stop':
        hubkey.launcher.stop(command.run).catch((cause: unknown) => hubkey.report('stop', cause))
        return
      case 'quit':
        app.quit()
    }
  }
}
