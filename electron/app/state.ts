import { createStore } from 'zustand/vanilla'
import { hasEnded, isSameDownload } from '../../shared/domain/download-state.ts'
import type { DownloadView } from '../../shared/domain/download.ts'
import type { JobList } from '../../shared/domain/job-view.ts'
import type { KeyringView } from '../../shared/domain/keyring.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import type { PresetsView } from '../../shared/domain/preset.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'
import type { RepoType } from '../../shared/domain/repo.ts'
import type { RunView } from '../../shared/domain/run.ts'
import type { Settings } from '../../shared/domain/settings.ts'
import type { WatchView } from '../../shared/domain/watch.ts'
import type { Snapshot } from '../../shared/snapshot.ts'
import { markOldTokens } from '../launcher/old-tokens.ts'
import type { Clock } from '../ports.ts'
import { emptySnapshot } from './empty-snapshot.ts'

/** How many finished downloads stay listed. */
const finishedDownloadsKept = 20

/** The app's one state: a snapshot that is replaced whole, with a revision that only grows. */
export interface State {
  get(): Snapshot
  /** Calls the listener after every change; returns the function that takes it off. */
  subscribe(listener: (snapshot: Snapshot, previous: Snapshot) => void): () => void
  credentialsSeen(
    keyring: KeyringView,
    providers: readonly ProviderView[],
    notices?: readonly Notice[],
  ): void
  downloadChanged(download: DownloadView): void
  /** Takes what was fetched of a repository off the list: its files are gone. */
  downloadsRemoved(repo: Pick<DownloadView, 'repo'> & { readonly type: RepoType }): void
  runsChanged(runs: readonly RunView[]): void
  watchesChanged(watches: readonly WatchView[]): void
  presetsChanged(presets: PresetsView): void
  jobsChanged(jobs: JobList): void
  settingsChanged(settings: Settings): void
}

/** Creates the state as it is before anything was looked at. */
export function createState(version: string, settings: Settings, clock: Clock): State {
  const store = createStore<Snapshot>(() => emptySnapshot(version, settings))
  const change = (part: Partial<Snapshot>): void => {
    store.setState((before) => ({ ...before, ...part, revision: before.revision + 1 }))
  }
  return {
    get: store.getState,
    subscribe: store.subscribe,
    credentialsSeen: (keyring, providers, notices = []) => {
      const runs = markOldTokens(store.getState().runs, providers, clock.now())
      change({ keyring, providers: [...providers], notices: [...notices], runs })
    },
    downloadChanged: (download) => {
      change({ downloads: withDownload(store.getState().downloads, download) })
    },
    downloadsRemoved: ({ type, repo }) => {
      const { downloads } = store.getState()
      const isOf = (one: DownloadView): boolean => one.type === type && one.repo === repo
      change({ downloads: downloads.filter((one) => !(one.state === 'done' && isOf(one))) })
    },
    runsChanged: (runs) => {
      change({ runs: markOldTokens(runs, store.getState().providers, clock.now()) })
    },
    watchesChanged: (watches) => {
      change({ watches: [...watches] })
    },
    jobsChanged: (jobs) => {
      change({ jobs: { ...jobs, jobs: [...jobs.jobs] } })
    },
    presetsChanged: (presets) => {
      change({ presets })
    },
    settingsChanged: (next) => {
      change({ settings: next })
    },
  }
}

function withDownload(list: readonly DownloadView[], changed: DownloadView): DownloadView[] {
  const known = list.some(({ id }) => id === changed.id)
  // A new download of a file takes the place of the one that ended before it.
  const next = known
    ? list.map((entry) => (entry.id === changed.id ? changed : entry))
    : [
        changed,
        ...list.filter((entry) => !(hasEnded(entry.state) && isSameDownload(entry, changed))),
      ]
  let finished = 0
  return next.filter((entry) => !hasEnded(entry.state) || ++finished <= finishedDownloadsKept)
}
