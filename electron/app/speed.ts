/** How much one measurement counts against the smoothed past. */
const weight = 0.3
/** Measurements closer together than this, in milliseconds, are too jumpy to count. */
const leastIntervalMs = 250

/** Smoothed bytes per second of something that grows; null until two measurements exist. */
export class Speed {
  #last: { readonly bytes: number; readonly atMs: number } | null = null
  #smoothed: number | null = null

  /** Takes a total of bytes at a moment in milliseconds and returns bytes per second. */
  measure(bytes: number, atMs: number): number | null {
    if (this.#last === null) {
      this.#last = { bytes, atMs }
      return null
    }
    const interval = atMs - this.#last.atMs
    if (interval < leastIntervalMs) return this.#smoothed
    const current = Math.max(0, ((bytes - this.#last.bytes) * 1000) / interval)
    this.#smoothed =
      this.#smoothed === null ? current : weight * current + (1 - weight) * this.#smoothed
    this.#last = { bytes, atMs }
    return this.#smoothed
  }
}
