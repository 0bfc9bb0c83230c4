import type { Dirent, Stats } from 'node:fs'
import { readdir, readlink, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { isCommit } from '../input.ts'
import type { RepoFolder } from './layout.ts'

/** One commit's folder, and what of it lies where. */
export interface SurveyedSnapshot {
  readonly commit: string
  /** How many files; a link whose blob is gone counts as none. */
  readonly files: number
  /** Names of the blobs that its links lead to. */
  readonly blobs: ReadonlySet<string>
  /** Bytes of files that lie here themselves, where the disk has no links. */
  readonly ownBytes: number
}

/** What a repository's folder in the cache holds. */
export interface Survey {
  /** Bytes of each whole blob, by its name. */
  readonly blobs: ReadonlyMap<string, number>
  /** Downloads that have not ended, whichever tool began them: bytes on disk, by file name. */
  readonly unfinished: ReadonlyMap<string, number>
  readonly snapshots: readonly SurveyedSnapshot[]
  /** When a blob or a snapshot last came, in milliseconds. */
  readonly changedMs: number
}

/** Looks at everything a repository has in the cache. What cannot be read counts as not there. */
export async function surveyRepo(folder: RepoFolder): Promise<Survey> {
  const whole = new Map<string, number>()
  const unfinished = new Map<string, number>()
  let changedMs = 0
  for (const name of await readdir(folder.blobs).catch(() => [])) {
    const file = await stat(join(folder.blobs, name)).catch(() => null)
    if (file?.isFile() !== true) continue
    changedMs = Math.max(changedMs, file.mtimeMs)
    // A blob is called by its hash alone; every tool adds something to what it has not finished.
    if (name.includes('.')) unfinished.set(name, bytesOnDisk(file))
    else whole.set(name, file.size)
  }
  const snapshots: SurveyedSnapshot[] = []
  for (const commit of (await readdir(folder.snapshots).catch(() => [])).filter(isCommit)) {
    const path = join(folder.snapshots, commit)
    changedMs = Math.max(changedMs, (await stat(path).catch(() => null))?.mtimeMs ?? 0)
    snapshots.push({ commit, ...(await surveySnapshot(path, folder, whole)) })
  }
  return { blobs: whole, unfinished, snapshots, changedMs }
}

async function surveySnapshot(
  snapshot: string,
  folder: RepoFolder,
  whole: ReadonlyMap<string, number>,
): Promise<Omit<SurveyedSnapshot, 'commit'>> {
  const blobs = new Set<string>()
  let files = 0
  let ownBytes = 0
  const entries: Dirent[] = await readdir(snapshot, {
    recursive: true,
    withFileTypes: true,
  }).catch(() => [])
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isSymbolicLink()) {
      const target = resolve(dirname(path), await readlink(path).catch(() => ''))
      const name = basename(target)
      if (dirname(target) !== resolve(folder.blobs) || !whole.has(name)) continue
      blobs.add(name)
      files += 1
    } else if (entry.isFile()) {
      ownBytes += (await stat(path).catch(() => null))?.size ?? 0
      files += 1
    }
  }
  return { files, blobs, ownBytes }
}

/** A file in the making has holes: how long it looks says nothing. Windows counts no blocks. */
export function bytesOnDisk({ size, blocks }: Stats): number {
  return blocks === 0 ? size : Math.min(size, blocks * 512)
}
