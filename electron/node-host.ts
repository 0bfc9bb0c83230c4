import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Worker, WorkerHost } from './ports.ts'

/**
 * Starts workers under plain Node, from the folder that holds the built `<name>.cjs` files. Inside
 * Electron use `desktop/utility-host.ts`: a release has the fuse off that `fork` needs.
 */
export function createNodeHost(folder: string): WorkerHost {
  return {
    fork(name, environment, args): Worker {
      const child = fork(join(folder, `${name}.cjs`), [...args], {
        env: { ...environment },
        // Not our own flags: an inspector port or a loader must not be inherited.
        execArgv: [],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        serialization: 'advanced',
      })
      // A channel that broke shows as an exit; a process that could not be made shows as one too.
      let ended = false
      const exitListeners: ((code: number | null) => void)[] = []
      const end = (code: number | null): void => {
        if (ended) return
        ended = true
        for (const listener of exitListeners) listener(code)
      }
      child.once('exit', end)
      child.on('error', () => {
        if (child.pid === undefined) end(null)
      })
      return {
        pid: child.pid ?? null,
        send: (message) => {
          if (child.connected) child.send(message as object, () => undefined)
        },
        onMessage: (listener) => void child.on('message', listener),
        onExit: (listener) => void exitListeners.push(listener),
        onOutput: (listener) => {
          child.stdout?.on('data', listener)
          child.stderr?.on('data', listener)
        },
        kill: () => void child.kill('SIGKILL'),
      }
    },
  }
}
