import { app } from 'electron'

interface QuitNeeds {
  /** Stops whatever must not outlive the app. */
  readonly close: () => Promise<void>
  readonly closeTray: () => void
  readonly show: () => void
  readonly report: (where: string, cause: unknown) => void
}

/**
 * Quitting waits for the servers to stop, but never longer than this many milliseconds: three seconds
 * are promised, and the windows and helpers need a moment to go.
 */
const quitLimitMs = 2500

/**
 * Orders the end of the app: closing the last window keeps the tray, quitting stops the servers
 * first, a signal quits, a second start shows the window.
 */
export function quitInOrder({ close, closeTray, show, report }: QuitNeeds): void {
  let isQuitting = false
  app.on('window-all-closed', () => {
    // Electron quits here unless someone listens; the tray stays.
  })
  app.on('second-instance', show)
  app.on('activate', show)
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (isQuitting) return
    isQuitting = true
    closeTray()
    void Promise.race([close(), limit()])
      .catch((cause: unknown) => report('quit', cause))
      .finally(() => {
        app.exit(0)
      })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      app.quit()
    })
  }
  // Electron's default is a dialog with the failure's text, which could hold anything.
  process.on('uncaughtException', (cause) => report('uncaught', cause))
  process.on('unhandledRejection', (cause) => report('unhandled', cause))
}

async function limit(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, quitLimitMs)
  })
}
