import { hasEnded } from '../../shared/domain/download-state.ts'
import type { DownloadView } from '../../shared/domain/download.ts'
import { isLive } from '../../shared/domain/run-state.ts'
import type { RunView } from '../../shared/domain/run.ts'
import type { Snapshot } from '../../shared/snapshot.ts'

/** What ends with the app. Each thing is named once: a server whose model still arrives is a download. */
export interface EndedByQuit {
  readonly servers: readonly RunView[]
  /** Those that are to go on without the app, and are not yet where they could. */
  readonly launches: readonly RunView[]
  readonly downloads: readonly DownloadView[]
}

/** Looks up what quitting would end. Servers of other programs and those handed over go on. */
export function endedByQuit({
  runs,
  downloads,
}: Pick<Snapshot, 'runs' | 'downloads'>): EndedByQuit {
  const own = runs.filter(({ state, elsewhere }) => isLive(state) && elsewhere !== true)
  const launches = own.filter(
    ({ detached, state }) => detached && (state === 'preparing' || state === 'starting'),
  )
  const launched = new Set(launches.map(({ download }) => download))
  // One that was paused ends nothing: going on is a click either way.
  const moving = downloads.filter(
    ({ id, state }) => !hasEnded(state) && state !== 'paused' && !launched.has(id),
  )
  const arriving = new Set(moving.map(({ id }) => id))
  const servers = own.filter(
    ({ detached, download }) => !detached && (download === null || !arriving.has(download)),
  )
  return { servers, launches, downloads: moving }
}

/** What the tray's last line says: what ends, and with an ellipsis when a question comes first. */
export function quitLabel(ended: EndedByQuit): string {
  const what = stops(ended)
  if (what === null) return 'Quit'
  return `Quit and stop ${what}${isLoss(ended) ? '…' : ''}`
}

/** `1 server, 2 launches and 1 download`, with `more` as further parts; null for nothing at all. */
export function stops(ended: EndedByQuit, more: readonly string[] = []): string | null {
  const parts = [
    ...counted(ended.servers.length, 'server', 'servers'),
    ...counted(ended.launches.length, 'launch', 'launches'),
    ...counted(ended.downloads.length, 'download', 'downloads'),
    ...more,
  ]
  const last = parts.pop()
  if (last === undefined) return null
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}

/** Whether more ends than what was plainly started here and is started again by one click. */
export function isLoss({ launches, downloads }: EndedByQuit): boolean {
  return launches.length + downloads.length > 0
}

/** `2 launches`, or nothing for none. */
export function counted(count: number, one: string, several: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`]
}
