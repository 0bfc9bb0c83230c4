/** Most connections to one host at once, over all downloads of this process. */
export const mostLanes = 8

/** Leave to have one connection open. It must be given back, once. */
export interface Lane {
  /** `busy`: the host asked to go slower. `well`: it answered as it should. */
  giveBack(answer: 'well' | 'busy' | 'badly'): void
}

/**
 * Shares out the connections to one host. Whoever came first is served first. When the host says
 * that it is too much, half as many are given out; each time all of them went well, one more.
 */
export class HostLanes {
  #most = mostLanes
  #open = 0
  #wellInARow = 0
  readonly #waiting: (() => void)[] = []

  /** How many may be open at once now. */
  get most(): number {
    return this.#most
  }

  /** Waits for a lane. Throws the signal's reason. */
  async take(signal: AbortSignal): Promise<Lane> {
    signal.throwIfAborted()
    if (this.#open < this.#most) this.#open += 1
    else await this.#wait(signal)
    // A lane opened before the last slowing down says nothing about the host since.
    const given = this.#most
    let isBack = false
    return {
      giveBack: (answer) => {
        if (isBack) return
        isBack = true
        this.#open -= 1
        this.#learn(answer, given)
        while (this.#open < this.#most && this.#waiting.length > 0) {
          this.#open += 1
          this.#waiting.shift()?.()
        }
      },
    }
  }

  #learn(answer: 'well' | 'busy' | 'badly', given: number): void {
    if (answer === 'busy' && given <= this.#most) {
      this.#most = Math.max(1, Math.floor(this.#most / 2))
    }
    this.#wellInARow = answer === 'well' ? this.#wellInARow + 1 : 0
    if (this.#wellInARow >= this.#most && this.#most < mostLanes) {
      this.#most += 1
      this.#wellInARow = 0
    }
  }

  async #wait(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1)
        reject(signal.reason as Error)
      }
      const enter = (): void => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.push(enter)
    })
  }
}

const hosts = new Map<string, HostLanes>()
/** Storage hosts are few; a stranger's redirects must not fill the memory all the same. */
const mostHosts = 200

/** The lanes to a host, the same for every download of this process. */
export function lanesTo(host: string): HostLanes {
  const known = hosts.get(host)
  if (known !== undefined) return known
  if (hosts.size >= mostHosts) hosts.clear()
  const lanes = new HostLanes()
  hosts.set(host, lanes)
  return lanes
}
