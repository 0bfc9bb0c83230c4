import type { DownloadView } from '../../shared/domain/download.ts'
import { size, sizeOf } from '../../shared/size.ts'
import { duration } from './time.ts'

/** The line under a progress bar: `1.1 of 1.8 GB · 48 MB/s · 14 s left`. */
export function downloadLine({
  state,
  receivedBytes,
  totalBytes,
  bytesPerSecond,
  secondsLeft,
}: DownloadView): string {
  const amount = totalBytes === null ? size(receivedBytes) : sizeOf(receivedBytes, totalBytes)
  switch (state) {
    case 'running':
      return [amount, ...pace(bytesPerSecond, secondsLeft)].join(' · ')
    case 'queued':
      return receivedBytes === 0 ? 'waits for its turn' : `${amount} · waits for its turn`
    case 'paused':
      return receivedBytes === 0 ? 'paused' : `${amount} · paused, what has arrived is kept`
    case 'waiting':
      return `${amount} · waits for the network, goes on by itself`
    case 'verifying':
      return `${size(receivedBytes)} · checking that it arrived whole`
    case 'done':
      return `${size(receivedBytes)} · in the cache`
    case 'failed':
    case 'cancelled':
      return `${amount} · what has arrived is kept`
  }
}

function pace(perSecond: number | null, secondsLeft: number | null): string[] {
  if (perSecond === null || perSecond <= 0) return []
  const speed = `${size(perSecond)}/s`
  return secondsLeft === null ? [speed] : [speed, `${duration(secondsLeft)} left`]
}
