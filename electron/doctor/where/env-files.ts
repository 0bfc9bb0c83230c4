import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** `.env`, `.env.local`, `prod.env`: not the examples that people commit. */
const isEnvFile = /^(?:\.env(?:\.[\w-]+)*|[\w-]+\.env)$/
const isExample = /example|sample|template|dist$/
/** Folders in which nobody keeps settings of their own. */
const passedOver = new Set(['node_modules', '.git', '.venv', 'venv', '__pycache__', 'target'])
const deepest = 4
const most = 50

/**
 * The `.env` files that the user means: a file as it is, and of a folder those in it and a few levels
 * below. What is not there stays in the list, so that it is told.
 */
export async function listEnvFiles(paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const path of paths) {
    const stats = await stat(path).catch(() => null)
    if (stats?.isDirectory() === true) await walk(path, deepest, found)
    else found.push(path)
  }
  return [...new Set(found)].slice(0, most)
}

async function walk(folder: string, depth: number, found: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name))) {
    if (found.length >= most) return
    const path = join(folder, entry.name)
    if (entry.isFile() && isEnvFile.test(entry.name) && !isExample.test(entry.name))
      found.push(path)
    if (entry.isDirectory() && depth > 0 && !passedOver.has(entry.name)) {
      await walk(path, depth - 1, found)
    }
  }
}
