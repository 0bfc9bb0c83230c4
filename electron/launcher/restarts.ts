/** The first at once, as most crashes do not come again; then ever later, and then no more. */
const defaultDelaysMs: readonly number[] = [0, 10_000, 20_000, 40_000, 80_000]
/** One that served for so long starts with a clean slate. */
const healthyMs = 10 * 60_000

/** Counts how often one server was started again, and says when it may be the next time. */
export class Restarts {
  /** How often so far, since it last served for long. */
  count = 0
  readonly #delaysMs: readonly number[]

  constructor(delaysMs = defaultDelaysMs) {
    this.#delaysMs = delaysMs
  }

  /** How many milliseconds to wait before the next start; null when it has failed too often. */
  next(servedMs: number): number | null {
    if (servedMs >= healthyMs) this.count = 0
    const delayMs = this.#delaysMs[this.count]
    if (delayMs === undefined) return null
    this.count += 1
    return delayMs
  }
}
