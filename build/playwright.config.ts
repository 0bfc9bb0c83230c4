/** The rings of tests that look at windows: `ui` in a plain Chromium, `e2e` in the real Electron. */
import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { chromiumPath } from './chromium-path.ts'
import { fromRoot } from './paths.ts'

const executablePath = chromiumPath()

export default defineConfig({
  outputDir: fromRoot('test-results'),
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  // Half of the cores, which is Playwright's own choice, would be one of two.
  workers: Math.max(2, Math.floor(availableParallelism() / 2)),
  projects: [
    {
      name: 'ui',
      testDir: fromRoot('tests/ui'),
      fullyParallel: true,
      // No trace: keeping one takes a third of the time, and a failure says what the page held.
      use: {
        browserName: 'chromium',
        launchOptions: {
          ...(executablePath === undefined ? {} : { executablePath }),
          chromiumSandbox: false,
          args: [
            // The views must do with what is on this machine: any other host name fails at once.
            '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-domain-reliability',
            '--disable-sync',
            '--no-pings',
          ],
        },
      },
    },
    // Each test has an Electron of its own; two at once would share the clipboard and the tray.
    {
      name: 'e2e',
      testDir: fromRoot('tests/e2e'),
      workers: 1,
      use: { trace: 'retain-on-failure' },
    },
  ],
})
