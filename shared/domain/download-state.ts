import type { DownloadView } from './download.ts'

/** Whether nothing more comes of it; one that is paused, waits for its turn or for the network has not ended. */
export function hasEnded(state: DownloadView['state']): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}
