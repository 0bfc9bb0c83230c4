import type { DownloadView } from './download.ts'
import { chooses } from './patterns.ts'

/** Whether nothing more comes of it; one that is paused, waits for its turn or for the network has not ended. */
export function hasEnded(state: DownloadView['state']): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}

/** What is to be fetched of which repository. */
type Wanted = Pick<DownloadView, 'type' | 'repo' | 'revision' | 'path' | 'choice'>

/** Whether two downloads are for the very same. */
export function isSameDownload(one: Wanted, other: Wanted): boolean {
  return downloadKey(one) === downloadKey(other)
}

/** The same text for downloads that are for the very same. */
export function downloadKey({ type, repo, revision, path, choice }: Wanted): string {
  const patterns = choice === null ? null : [choice.include, choice.exclude]
  return JSON.stringify([type, repo, revision, path, patterns])
}

/** Whether a download that is done brought this file of its repository. */
export function brought(
  { state, path, choice }: Pick<DownloadView, 'state' | 'path' | 'choice'>,
  file: string,
): boolean {
  if (state !== 'done') return false
  return choice === null ? path === file : chooses(choice)(file)
}
