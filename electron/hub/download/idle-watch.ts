/** Aborts when nothing was heard for a while: a download has no total time limit, only this. */
export class IdleWatch {
  readonly #idle = new AbortController()
  readonly #timer: NodeJS.Timeout
  /** Aborted by silence, by the caller, or by `stop`. */
  readonly signal: AbortSignal

  constructor(idleMs: number, cancel: AbortSignal) {
    this.#timer = setTimeout(() => {
      this.#idle.abort()
    }, idleMs)
    this.signal = AbortSignal.any([this.#idle.signal, cancel])
  }

  /** Something was heard. */
  heard(): void {
    this.#timer.refresh()
  }

  /** The request is over: a reply that was not read to its end is let go of. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#idle.abort()
  }
}
