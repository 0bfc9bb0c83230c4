/** How far a download is. Bytes; what an earlier attempt left counts as received. */
export interface Progress {
  readonly receivedBytes: number
  readonly totalBytes: number
}

export type OnProgress = (progress: Progress) => void

const intervalMs = 100

/** Passes progress on at most ten times a second, and always the last word. */
export function throttle(totalBytes: number, tell: OnProgress): (receivedBytes: number) => void {
  let toldAt = Number.NEGATIVE_INFINITY
  let told = -1
  return (receivedBytes) => {
    const now = performance.now()
    const last = receivedBytes === totalBytes
    if (receivedBytes === told || (!last && now - toldAt < intervalMs)) return
    toldAt = now
    told = receivedBytes
    tell({ receivedBytes, totalBytes })
  }
}
