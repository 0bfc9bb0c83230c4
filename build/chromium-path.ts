/** The Chromium of this machine for the tests of the windows' contents. */
import { existsSync } from 'node:fs'

// The headless shell first: it draws no window, and looks at pages in half of the time.
const usualPlaces = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome-stable',
]

/**
 * The browser's path, from `HUBKEY_CHROMIUM` or the distribution's packages; undefined when there
 * is none, and then Playwright looks for one of its own (`npx playwright install chromium`).
 */
export function chromiumPath(): string | undefined {
  const chosen = process.env['HUBKEY_CHROMIUM']
  return chosen ? chosen : usualPlaces.find((path) => existsSync(path))
}
