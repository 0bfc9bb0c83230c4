/** A fixed number of things that many take turns with, first come first served. */
export class Slots<T> {
  readonly #free: T[]
  readonly #waiting: ((slot: T) => void)[] = []

  constructor(slots: readonly T[]) {
    this.#free = [...slots]
  }

  /** How many wait. */
  get queued(): number {
    return this.#waiting.length
  }

  /** Runs the work with a slot of its own. Rejects with the signal's reason if it is aborted first. */
  async use<R>(signal: AbortSignal, work: (slot: T) => Promise<R>): Promise<R> {
    const slot = await this.#take(signal)
    try {
      return await work(slot)
    } finally {
      this.#giveBack(slot)
    }
  }

  async #take(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted()
    // The one used last: its memory may already hold the beginning of the next prompt.
    const slot = this.#free.pop()
    if (slot !== undefined) return slot
    return new Promise((resolve, reject) => {
      const receive = (given: T): void => {
        signal.removeEventListener('abort', leave)
        resolve(given)
      }
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(receive), 1)
        reject(signal.reason as Error)
      }
      this.#waiting.push(receive)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  #giveBack(slot: T): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(slot)
    else next(slot)
  }
}
