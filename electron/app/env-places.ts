import { listEnvFiles } from '../doctor/where/env-files.ts'
import type { Core } from './core.ts'
import { changeEnvFolders } from './settings-file.ts'
import type { State } from './state.ts'

/** The `.env` files and folders that the user named in the system's dialog. */
export interface EnvPlaces {
  /** Paths of files and of folders. */
  list(): readonly string[]
  /** Paths of the files alone, those in the folders with them. */
  files(): Promise<readonly string[]>
  /** Looks into this file, too, until Hubkey ends; the oldest one gives way when there are too many. */
  addFile(path: string): void
  /** Remembers a folder. Throws `store-write-failed`. */
  addFolder(path: string): Promise<void>
  /** Forgets a folder; one that is not remembered changes nothing. Throws `store-write-failed`. */
  forgetFolder(path: string): Promise<void>
}

/** As many as one look takes, without the folders. */
const mostFiles = 30

/** Wires them: files are kept in memory, folders in the settings. */
export function createEnvPlaces({
  core,
  state,
}: {
  readonly core: Core
  readonly state: State
}): EnvPlaces {
  let files: readonly string[] = []
  const list = (): readonly string[] => [...state.get().settings.envFolders, ...files]
  const change = async (to: (folders: readonly string[]) => readonly string[]): Promise<void> => {
    state.settingsChanged(await changeEnvFolders(to, { ...core.ports, log: core.log }))
  }
  return {
    list,
    files: async () => listEnvFiles(list()),
    addFile: (path) => {
      files = [...files.filter((other) => other !== path), path].slice(-mostFiles)
    },
    addFolder: async (path) =>
      change((folders) => [...folders.filter((other) => other !== path), path]),
    forgetFolder: async (path) => change((folders) => folders.filter((other) => other !== path)),
  }
}
