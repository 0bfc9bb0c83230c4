/**
 * Streams that windows look at, each by the id that the window has made up. So many are read at once; a
 * further one ends the oldest.
 */
export class Follows {
  readonly #most: number
  readonly #running = new Map<string, AbortController>()

  constructor(most: number) {
    this.#most = most
  }

  /** Begins one; `work` reads until its signal says that nobody looks any more. One of the same id ends first. */
  async begin(id: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.stop(id)
    const [oldest] = this.#running.keys()
    if (oldest !== undefined && this.#running.size >= this.#most) this.stop(oldest)
    const stopped = new AbortController()
    this.#running.set(id, stopped)
    try {
      await work(stopped.signal)
    } finally {
      if (this.#running.get(id) === stopped) this.#running.delete(id)
    }
  }

  stop(id: string): void {
    this.#running.get(id)?.abort()
    this.#running.delete(id)
  }

  stopAll(): void {
    for (const id of [...this.#running.keys()]) this.stop(id)
  }
}
