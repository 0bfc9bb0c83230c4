import { brought, hasEnded } from '../../../shared/domain/download-state.ts'
import type { DownloadView } from '../../../shared/domain/download.ts'
import { isLive } from '../../../shared/domain/run-state.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { useSnapshot } from '../../state/snapshot.ts'

/** Which file of which model. */
export interface FileReference {
  readonly repo: string
  readonly revision: string
  readonly path: string
}

/** The server that was launched from a file last, if any is listed. */
export function useRunOf({ repo, path }: FileReference): RunView | undefined {
  return useSnapshot(({ runs }) =>
    runs
      .filter((run) => run.repo === repo && run.file === path)
      .reduce<RunView | undefined>(newer, undefined),
  )
}

/** The latest download of a file, if any is listed. */
export function useDownloadOf(file: FileReference): DownloadView | undefined {
  // The list has the newest first.
  return useSnapshot(({ downloads }) => downloads.find((download) => isOf(download, file)))
}

/** Whether a download that is listed brought this file, alone or with others. */
export function useWasBrought({ repo, revision, path }: FileReference): boolean {
  return useSnapshot(({ downloads }) =>
    downloads.some(
      (download) =>
        download.type === 'model' &&
        download.repo === repo &&
        download.revision === revision &&
        brought(download, path),
    ),
  )
}

/** Whether a download is of this file; the same path at another revision is another file. */
export function isOf(download: DownloadView, { repo, revision, path }: FileReference): boolean {
  return download.repo === repo && download.revision === revision && download.path === path
}

/** Whether it has not ended: it moves, is checked, is paused or waits for its turn. */
export function isUnderWay({ state }: DownloadView): boolean {
  return !hasEnded(state)
}

/** A live server is told before an ended one, then the younger before the older. */
function newer(best: RunView | undefined, run: RunView): RunView {
  if (best === undefined) return run
  if (isLive(best.state) !== isLive(run.state)) return isLive(run.state) ? run : best
  return run.startedAt > best.startedAt ? run : best
}
