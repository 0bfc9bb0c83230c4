/**
 * Is `out/` what the sources of this moment would give? A print of every input (path, size, time)
 * is kept beside the bundles; comparing prints also notices deleted files and clocks set back.
 * Plain JavaScript, because `npm run -s hubkey` passes here on every call and tsx costs 200 ms.
 */
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const sourceFolders = ['electron', 'shared', 'renderer']
const sourceFiles = [
  'build/bundles.ts',
  'build/cli.vite.config.ts',
  'build/code-cache.mjs',
  'build/electron.vite.config.ts',
  'build/lazy-schemas.ts',
  'build/paths.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
]

/** The name of the file in `out/` that holds the print of what it was built from. */
export const printFile = '.built-from'

/**
 * The print of all that goes into `out/`, as it is on disk now.
 * @param {string} root the checkout
 * @returns {string}
 */
export function printOfSources(root) {
  const files = [...sourceFolders.flatMap((folder) => filesBelow(root, folder)), ...sourceFiles]
  const hash = createHash('sha256')
  for (const file of files.sort()) {
    const facts = statSync(join(root, file), { throwIfNoEntry: false })
    if (facts) hash.update(`${file}\0${facts.size}\0${facts.mtimeMs}\n`)
  }
  return hash.digest('hex')
}

/**
 * Whether `out/` can be run as it is.
 * @param {string} root the checkout
 * @returns {boolean}
 */
export function isFresh(root) {
  try {
    return readFileSync(join(root, 'out', printFile), 'utf8') === printOfSources(root)
  } catch {
    return false // never built, or half removed
  }
}

/**
 * @param {string} root
 * @param {string} folder relative to the root
 * @returns {string[]} paths relative to the root
 */
function filesBelow(root, folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
}
