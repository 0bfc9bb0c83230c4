import { watch } from 'node:fs'
import { ensurePrivateFolder } from '../files/private-folder.ts'
import type { Paths } from '../ports.ts'

/** A change comes as several events: lock, temporary file, rename. */
const settleMs = 300

/** What another Hubkey changes when it stores, replaces, moves, clears or checks a token. A look writes none of them. */
const watched = new Set<string | null>(['accounts.json', 'credentials.json', 'verifications.json'])

interface WatchNeeds {
  readonly paths: Pick<Paths, 'config'>
  readonly look: () => Promise<void>
  readonly report: (where: string, cause: unknown) => string
}

/**
 * Looks again when a token was changed by whichever program, so that a rotation in a terminal marks
 * the servers in the window. Holds no process open, and does without where a folder cannot be watched.
 * Returns what ends it.
 */
export async function watchAccounts({ paths, look, report }: WatchNeeds): Promise<() => void> {
  let timer: NodeJS.Timeout | undefined
  const lookSoon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      look().catch((cause: unknown) => report('accounts', cause))
    }, settleMs)
    timer.unref()
  }
  try {
    await ensurePrivateFolder(paths.config)
    const watcher = watch(paths.config, { persistent: false }, (_event, name) => {
      if (watched.has(name)) lookSoon()
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
