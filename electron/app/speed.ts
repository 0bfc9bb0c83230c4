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

/** Seconds until all is there at the present pace, or null when that cannot be told. */
export function secondsLeft(moving: {
  readonly receivedBytes: number
  readonly totalBytes: number | null
  readonly bytesPerSecond: number | null
}): number | null {
  const { receivedBytes, totalBytes, bytesPerSecond } = moving
  if (totalBytes === null || bytesPerSecond === null || bytesPerSecond <= 0) return null
  return Math.max(0, totalBytes - receivedBytes) / bytesPerSecond
}
