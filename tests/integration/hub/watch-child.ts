/**
 * A process that asks about everything whose time has come: `watch-child.ts HOME HUB`. With a third
 * word it is killed while the Hub is being asked.
 */
import { join } from 'node:path'
import { checkWatches } from '../../../electron/hub/watch/check-watches.ts'

const [home, hub, isKilled] = process.argv.slice(2) as [string, string, string?]
const quiet = (): void => undefined
const none = (): Promise<null> => Promise.resolve(null)

await checkWatches(
  {},
  {
    env: { HF_ENDPOINT: hub },
    paths: { home, config: join(home, 'config'), state: join(home, 'state') },
    fetch: (input, init) => {
      if (isKilled !== undefined) process.kill(process.pid, 'SIGKILL')
      return fetch(input, init)
    },
    token: none,
    as: () => ({ token: none }),
    settle: () => Promise.resolve('unknown'),
    random: () => 0,
    clock: { now: () => new Date() },
    log: { info: quiet, warn: quiet, error: quiet },
  },
)
