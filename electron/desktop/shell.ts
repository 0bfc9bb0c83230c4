import { app, session } from 'electron'
import { join } from 'node:path'
import type { Snapshot } from '../../shared/snapshot.ts'
import type { QuitBy, QuitQuestion } from '../app/quit-question.ts'
import { serveAppProtocol } from './app-protocol.ts'
import type { IncomingCall } from './answer-call.ts'
import { harden } from './harden.ts'
import { serveIpc } from './ipc-server.ts'
import { quitInOrder } from './lifecycle.ts'
import type { TrayCommand } from './tray-menu.ts'
import { createTray, type AppTray } from './tray.ts'
import { createWindows, type Windows } from './windows.ts'

/** What stands behind tray and windows once the core is loaded. */
export interface Behind {
  readonly answer: (call: IncomingCall) => Promise<unknown>
  readonly run: (command: TrayCommand) => void
  readonly mainClosed: () => void
  readonly logInClosed: () => void
  /** What is to be asked before quitting; null for nothing. */
  readonly quitQuestion: (by: QuitBy) => QuitQuestion | null
  readonly close: () => Promise<void>
  readonly report: (where: string, cause: unknown) => string
}

/** Tray and windows, before and after there is a core behind them. */
export interface Shell {
  readonly root: string
  readonly tray: AppTray
  readonly windows: Windows
}

interface ShellNeeds {
  /** What the tray shows until the first look. */
  readonly first: Snapshot
  /** Asked when something was clicked or called; whoever comes early waits for the core. */
  readonly behind: () => Promise<Behind>
}

/**
 * Puts up what people see. It loads neither schemas nor the core, so that the tray and the first
 * window need not wait for those to be read.
 */
export function startShell({ first, behind }: ShellNeeds): Shell {
  const root = app.getAppPath()
  // The core reports its own failures; a shell without one has nobody to tell.
  const withCore = (use: (core: Behind) => void): void => {
    behind()
      .then(use)
      .catch(() => undefined)
  }
  harden(app, session.defaultSession)
  serveAppProtocol(join(root, 'out', 'renderer'))
  serveIpc(async (call) => (await behind()).answer(call))
  const windows = createWindows({
    preload: join(root, 'out', 'preload', 'preload.cjs'),
    // Small on purpose: X11 is handed every pixel before the window is mapped, and 512 × 512 of them
    // held the first paint up for as long as the page itself.
    icon: join(root, 'build', 'icons', 'window.png'),
    onMainClosed: () => {
      withCore((core) => {
        core.mainClosed()
      })
    },
    onLogInClosed: () => {
      withCore((core) => {
        core.logInClosed()
      })
    },
    onQuitKeys: () => {
      quit('keys')
    },
  })
  const tray = createTray(join(root, 'build', 'icons', 'tray.png'), (command) => {
    if (command.verb === 'show') windows.show(command.view)
    else if (command.verb === 'quit') quit('tray')
    else withCore((core) => core.run(command))
  })
  tray.render(first)
  const quit = quitInOrder({
    question: async (by) => (await behind()).quitQuestion(by),
    close: async () => (await behind()).close(),
    closeTray: tray.close,
    show: () => {
      windows.show('tokens')
    },
    report: (where, cause) => {
      withCore((core) => core.report(where, cause))
    },
  })
  return { root, tray, windows }
}
