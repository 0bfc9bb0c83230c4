/** Where things lie: the checkout, and the cache that outlives it. */
import { homedir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** The absolute path of a place in the checkout. */
export function fromRoot(...parts: readonly string[]): string {
  return join(root, ...parts)
}

/**
 * The folder for what is dear to fetch and the same for every checkout (the fallback Electron).
 * `HUBKEY_DEV_CACHE` overrides it; the test run sets that, because it moves HOME away.
 */
export function devCacheFolder(): string {
  const { HUBKEY_DEV_CACHE, XDG_CACHE_HOME } = process.env
  if (HUBKEY_DEV_CACHE) return HUBKEY_DEV_CACHE
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'hubkey-dev')
}
