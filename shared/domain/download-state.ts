import type { DownloadView } from './download.ts'

/** Whether nothing more comes of it; one that is paused or waits for its turn has not ended. */
export function hasEnded(state: DownloadView['state']): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}
