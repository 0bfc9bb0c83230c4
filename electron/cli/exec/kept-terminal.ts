import { closeSync, constants, openSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { IPty } from '@lydell/node-pty'

/** So many looks in a row must bring nothing new before all counts as read. */
const quietLooks = 3
const lookMs = 4

/**
 * Keeps the terminal of a command open until everything that the command wrote has been read. When the
 * last holder of a terminal closes it, libuv reads once more, at most 4 KB, and takes the rest for
 * lost; the system keeps up to 64 KB.
 */
export class KeptTerminal {
  readonly #pid: number
  readonly #onChild = (): void => {
    this.#letGoWhenOver().catch(() => undefined)
  }
  #file: number | null
  #reads = 0

  constructor(child: IPty) {
    this.#pid = child.pid
    this.#file = openTerminalOf(child)
    if (this.#file !== null) process.on('SIGCHLD', this.#onChild)
  }

  /** To be told of every piece that was read. */
  hasRead(): void {
    this.#reads += 1
  }

  close(): void {
    process.off('SIGCHLD', this.#onChild)
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
  }

  async #letGoWhenOver(): Promise<void> {
    await wait(lookMs)
    if (isThere(this.#pid)) return
    for (let quiet = 0; quiet < quietLooks;) {
      const before = this.#reads
      await wait(lookMs)
      quiet = this.#reads === before ? quiet + 1 : 0
    }
    this.close()
  }
}

/** The library knows the name, though its types do not; null when it should not know it any more. */
function openTerminalOf(child: IPty): number | null {
  if (!('ptsName' in child) || typeof child.ptsName !== 'string') return null
  try {
    return openSync(child.ptsName, constants.O_RDWR | constants.O_NOCTTY)
  } catch {
    return null
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
