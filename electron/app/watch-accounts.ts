import { watchFiles } from '../files/watch-files.ts'
import type { Paths } from '../ports.ts'

/** What another Hubkey changes when it stores, replaces, moves, clears or checks a token. A look writes none of them. */
const names = ['accounts.json', 'credentials.json', 'verifications.json']
const settleMs = 300

interface WatchNeeds {
  readonly paths: Pick<Paths, 'config'>
  readonly look: () => Promise<void>
  readonly report: (where: string, cause: unknown) => string
}

/**
 * Looks again when a token was changed by whichever program, so that a rotation in a terminal marks
 * the servers in the window. Returns what ends it.
 */
export async function watchAccounts({ paths, look, report }: WatchNeeds): Promise<() => void> {
  return await watchFiles({
    ...{ folder: paths.config, names, settleMs },
    onChange: () => {
      look().catch((cause: unknown) => report('accounts', cause))
    },
  })
}
