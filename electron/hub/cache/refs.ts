import { readFile, readdir } from 'node:fs/promises'
import { isCommit } from '../input.ts'
import { refPath, type RepoFolder } from './layout.ts'
import { putInPlace } from './put-in-place.ts'

/** The commit a revision was last seen at, or null when the cache does not know. */
export async function readRef(folder: RepoFolder, revision: string): Promise<string | null> {
  if (isCommit(revision)) return revision
  const text = await readFile(refPath(folder, revision), 'utf8').catch(() => '')
  return isCommit(text.trim()) ? text.trim() : null
}

/**
 * Notes where a branch or tag stands: 40 hex digits without a newline, put in place whole. Written
 * last, so that a reader who finds the ref also finds the files.
 */
export async function writeRef(
  folder: RepoFolder,
  revision: string,
  commit: string,
): Promise<void> {
  if (isCommit(revision) || (await readRef(folder, revision)) === commit) return
  await putInPlace(refPath(folder, revision), commit)
}

/** Branches and tags the cache knows, by the commit they stand at. `main` comes first. */
export async function readRefs(folder: RepoFolder): Promise<ReadonlyMap<string, string[]>> {
  const names = await readdir(folder.refs, { recursive: true }).catch(() => [])
  const byCommit = new Map<string, string[]>()
  for (const name of names.sort(mainFirst)) {
    const revision = name.replaceAll('\\', '/')
    const commit = revision.endsWith('.tmp') ? null : await readRef(folder, revision)
    if (commit !== null) byCommit.set(commit, [...(byCommit.get(commit) ?? []), revision])
  }
  return byCommit
}

function mainFirst(a: string, b: string): number {
  return Number(b === 'main') - Number(a === 'main') || a.localeCompare(b)
}
