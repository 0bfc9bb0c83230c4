import { watch } from 'node:fs'
import { ensurePrivateFolder } from './private-folder.ts'

interface FileWatch {
  /** Made when it is not there. */
  readonly folder: string
  /** Files of it whose changes matter. */
  readonly names: readonly string[]
  /** A change comes as several events: lock, temporary file, rename. It is told so many milliseconds after the last. */
  readonly settleMs: number
  readonly onChange: () => void
}

/**
 * Tells of changes to some files of a folder, whoever made them. Holds no process open, and does without where a
 * folder cannot be watched. Returns what ends it. Never throws.
 */
export async function watchFiles({
  folder,
  names,
  settleMs,
  onChange,
}: FileWatch): Promise<() => void> {
  let timer: NodeJS.Timeout | undefined
  try {
    await ensurePrivateFolder(folder)
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name === null || !names.includes(name)) return
      clearTimeout(timer)
      timer = setTimeout(onChange, settleMs)
      timer.unref()
    })
    watcher.on('error', () => undefined)
    return () => {
      clearTimeout(timer)
      watcher.close()
    }
  } catch {
    return () => undefined
  }
}
