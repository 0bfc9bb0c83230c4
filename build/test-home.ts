/** A home folder for one test run, so that tests can't touch the developer's files or keyring. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { devCacheFolder } from './paths.ts'

/** A temporary home, somewhere below `folder`; `env` is the environment to run tests with. */
export interface TestHome {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  remove(): void
}

/** Names that would lead tests to the developer's session, accounts or windows. */
const leftOut =
  /^(HF_|HUGGING|NGC_|NVIDIA_API|HUBKEY_|GH_|GITHUB_TOKEN|GIT_|SSH_|DOCKER_|GNOME_|GPG_|OPENAI_|DBUS_|WAYLAND_|DISPLAY$|XAUTHORITY$)/
/** Settings of the test run itself, which a developer or CI may well give. */
const kept = new Set([
  'HUBKEY_CHROMIUM',
  'HUBKEY_FLOOD_MB',
  'HUBKEY_FUZZ_RUNS',
  'HUBKEY_TEST_KILLS',
])

/** Makes the folder and the environment; call `remove` when the run is over. */
export function makeTestHome(): TestHome {
  // Short, because sockets live below it and their paths may have 107 characters only.
  const folder = mkdtempSync(join(tmpdir(), 'hubkey-test-'))
  const place = (name: string, mode = 0o755): string => {
    const path = join(folder, name)
    mkdirSync(path, { recursive: true, mode })
    return path
  }
  const inherited = Object.entries(process.env).filter(
    ([name]) => kept.has(name) || !leftOut.test(name),
  )
  const runtime = place('run', 0o700)
  return {
    folder,
    env: {
      ...Object.fromEntries(inherited),
      HOME: place('home'),
      USERPROFILE: join(folder, 'home'),
      XDG_CONFIG_HOME: place('home/.config'),
      XDG_STATE_HOME: place('home/.local/state'),
      XDG_DATA_HOME: place('home/.local/share'),
      XDG_CACHE_HOME: place('home/.cache'),
      XDG_RUNTIME_DIR: runtime,
      // Named but dead: unset, libdbus would find or even start a bus by way of the display.
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(runtime, 'no-bus')}`,
      GIT_CONFIG_NOSYSTEM: '1',
      // What costs a download stays where it is.
      HUBKEY_DEV_CACHE: devCacheFolder(),
      npm_config_cache: process.env['npm_config_cache'] ?? join(homedir(), '.npm'),
      PLAYWRIGHT_BROWSERS_PATH:
        process.env['PLAYWRIGHT_BROWSERS_PATH'] ?? join(homedir(), '.cache', 'ms-playwright'),
    },
    remove: () => {
      // What a test left running may still be writing here; it gets a moment to end.
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
    },
  }
}
