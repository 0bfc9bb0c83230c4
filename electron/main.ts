import { app } from 'electron'
import { join } from 'node:path'
import { declareAppProtocol } from './desktop/app-protocol.ts'
import { startDesktop } from './desktop/start-desktop.ts'
import { findPaths } from './environment.ts'

const paths = findPaths(process.env)

app.setName('Hubkey')
app.setAppUserModelId('dev.hubkey.app')
// Chromium's own files follow the state folder, so that two installs never share a profile. The
// single-instance lock lies there too, hence before it is asked for.
app.setPath('userData', join(paths.state, 'chromium'))

// One tray per user: a second start makes the first one show its window, and ends.
if (app.requestSingleInstanceLock()) {
  declareAppProtocol()
  app
    .whenReady()
    .then(async () =>
      startDesktop({ env: process.env, paths, isHidden: process.argv.includes('--hidden') }),
    )
    .catch(() => {
      process.stderr.write('hubkey: the app could not start.\n')
      app.exit(1)
    })
} else {
  app.quit()
}
