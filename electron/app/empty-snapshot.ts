import type { Settings } from '../../shared/domain/settings.ts'
import type { Snapshot } from '../../shared/snapshot.ts'

/** The state before anything was looked at. */
export function emptySnapshot(version: string, settings: Settings): Snapshot {
  return {
    revision: 0,
    version,
    keyring: null,
    providers: [],
    notices: [],
    downloads: [],
    runs: [],
    watches: [],
    presets: { path: '', presets: [], problems: [] },
    jobs: null,
    settings,
  }
}
