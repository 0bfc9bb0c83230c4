import { utilityProcess } from 'electron'
import { join } from 'node:path'
import type { Environment, Worker, WorkerHost, WorkerName } from '../ports.ts'

/**
 * Workers as Electron utility processes: `child_process.fork` fails in a release, where the
 * RunAsNode fuse is off.
 */
export function createUtilityHost(folder: string): WorkerHost {
  return {
    fork: (name, environment, args) =>
      forkUtility(join(folder, `${name}.cjs`), name, environment, args),
  }
}

function forkUtility(
  script: string,
  name: WorkerName,
  environment: Environment,
  args: readonly string[],
): Worker {
  const child = utilityProcess.fork(script, [...args], {
    // With an empty table Electron would hand down the whole environment instead of none.
    env: { ...environment, HUBKEY_WORKER: name },
    stdio: 'pipe',
    serviceName: `hubkey-${name}`,
  })
  let pid: number | null = null
  let isKilled = false
  const killNow = (): void => {
    if (pid !== null) killByPid(pid)
  }
  child.once('spawn', () => {
    pid = child.pid ?? null
    if (isKilled) killNow()
  })
  return {
    get pid() {
      return pid
    },
    send: (message) => {
      child.postMessage(message)
    },
    onMessage: (listener) => {
      child.on('message', listener)
    },
    onExit: (listener) => {
      child.once('exit', (code) => {
        pid = null
        listener(isKilled ? null : code)
      })
    },
    onOutput: (listener) => {
      child.stdout?.on('data', listener)
      child.stderr?.on('data', listener)
    },
    kill: () => {
      isKilled = true
      killNow()
    },
  }
}

/** `UtilityProcess.kill` only asks (SIGTERM); a hung keyring call does not listen. */
function killByPid(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended on its own in the meantime.
  }
}
