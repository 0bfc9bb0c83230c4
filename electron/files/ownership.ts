import type { Stats } from 'node:fs'

/** True when the file belongs to the user this process runs as; Windows has no such number. */
export function isOwn(stats: Stats): boolean {
  const uid = process.getuid?.()
  return uid === undefined || stats.uid === uid
}

/** Permission bits as people write them, such as `0600`; undefined where they mean nothing. */
export function modeOf(stats: Stats): string | undefined {
  if (process.platform === 'win32') return undefined
  return `0${(stats.mode & 0o777).toString(8).padStart(3, '0')}`
}
