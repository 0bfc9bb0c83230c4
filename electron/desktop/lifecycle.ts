import { app, powerMonitor } from 'electron'
import type { QuitBy, QuitQuestion } from '../app/quit-question.ts'
import { confirmQuit } from './confirm-quit.ts'

interface QuitNeeds {
  /** What is to be asked first; null for nothing. */
  readonly question: (by: QuitBy) => Promise<QuitQuestion | null>
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
/** A core that has not answered after so many milliseconds is still being loaded, and holds nothing. */
const questionLimitMs = 1000

/**
 * Orders the end of the app: closing the last window keeps the tray, quitting asks when something would be
 * lost and then stops the servers first, a signal or the end of the session quits unasked, a second start
 * shows the window. Returns what quits, by the tray's line or by a key.
 */
export function quitInOrder(needs: QuitNeeds): (by: QuitBy) => void {
  const { closeTray, show, report } = needs
  let state: 'open' | 'asking' | 'quitting' = 'open'

  const end = (): void => {
    if (state === 'quitting') return
    state = 'quitting'
    closeTray()
    void Promise.race([needs.close(), limit(quitLimitMs)])
      .catch((cause: unknown) => report('quit', cause))
      .finally(() => {
        app.exit(0)
      })
  }
  const quit = (by: QuitBy): void => {
    if (state !== 'open') return
    state = 'asking'
    isToQuit(needs.question(by))
      .catch((cause: unknown) => {
        report('quit', cause)
        return true
      })
      .then((isAgreed) => {
        // A signal may have ended it under the open question.
        if (isAgreed) end()
        else if (state === 'asking') state = 'open'
      })
      .catch((cause: unknown) => report('quit', cause))
  }

  app.on('window-all-closed', () => {
    // Electron quits here unless someone listens; the tray stays.
  })
  app.on('second-instance', show)
  app.on('activate', show)
  app.on('before-quit', (event) => {
    event.preventDefault()
    quit('keys')
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  // The session is about to end, and nobody is there to answer.
  powerMonitor.on('shutdown', end)
  // Electron's default is a dialog with the failure's text, which could hold anything.
  process.on('uncaughtException', (cause) => report('uncaught', cause))
  process.on('unhandledRejection', (cause) => report('unhandled', cause))
  return quit
}

/** Whether to quit: at once when there is nothing to ask. */
async function isToQuit(question: Promise<QuitQuestion | null>): Promise<boolean> {
  const asked = await Promise.race([question, limit(questionLimitMs)])
  return asked == null ? true : await confirmQuit(asked)
}

async function limit(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
