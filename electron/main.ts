import { app } from 'electron'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { declareAppProtocol } from './desktop/app-protocol.ts'
import { startShell, type Behind } from './desktop/shell.ts'
import { emptySnapshot } from './app/empty-snapshot.ts'
import { findPaths } from './environment.ts'

const paths = findPaths(process.env)
/** Milliseconds in which the session bus has usually taken the icon in. */
const traySettlesMs = 20

app.setName('Hubkey')
app.setAppUserModelId('dev.hubkey.app')
// Chromium's own files follow the state folder, so that two installs never share a profile. The
// single-instance lock lies there too, hence before it is asked for.
app.setPath('userData', join(paths.state, 'chromium'))

/**
 * The tray first, then the window, then the core: reading it while the window starts would keep the
 * page waiting for its files and its first paint. Whoever calls early waits for it.
 */
async function start(): Promise<void> {
  let behind: Promise<Behind> | undefined
  const loadCore = async (): Promise<Behind> => {
    behind ??= shell.windows.settled().then(async () => {
      const { startCore } = await import('./desktop/start-core.ts')
      return startCore({ env: process.env, paths, shell })
    })
    return behind
  }
  const shell = startShell({
    first: emptySnapshot(app.getVersion(), {
      theme: 'system',
      oauthClientId: null,
      envFolders: [],
    }),
    behind: loadCore,
  })
  if (!process.argv.includes('--hidden')) {
    // Putting up a tray icon takes a few messages on the session bus; making a window at once would
    // hold them up for as long as it takes itself.
    await wait(traySettlesMs)
    shell.windows.show('tokens')
  }
  await loadCore()
}

// One tray per user: a second start makes the first one show its window, and ends.
if (app.requestSingleInstanceLock()) {
  declareAppProtocol()
  app
    .whenReady()
    .then(start)
    .catch(() => {
      process.stderr.write('hubkey: the app could not start.\n')
      app.exit(1)
    })
} else {
  app.quit()
}
