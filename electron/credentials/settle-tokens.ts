import { sweepTemporaries } from '../files/temporaries.ts'
import { listFileTokens } from './credential-file.ts'
import { withCredentialLock } from './credential-lock.ts'
import { dropWhenReplaced } from './current-copy.ts'
import type { CredentialNeeds } from './needs.ts'
import { recoverJournal } from './recover-journal.ts'
import { reconcileAccounts } from './reconcile-accounts.ts'

/** What was put in order, by entry name (`<provider>:<account>`). */
export interface SettledTokens {
  /** Older copies whose replacement had already reached the keyring. */
  readonly dropped: string[]
}

/**
 * Finishes at start what was cut short: a rotation, a clearing, a save that had reached the keyring
 * but not removed the file's older copy. What lies in the file for want of a keyring stays there until
 * the user wants it moved (`take-into-keyring.ts`). Never throws: what cannot be done now is logged
 * and tried at the next start.
 */
export async function settleTokens(
  _input: Readonly<Record<string, never>>,
  needs: CredentialNeeds,
): Promise<SettledTokens> {
  const settled: SettledTokens = { dropped: [] }
  try {
    await withCredentialLock(needs, async () => {
      await recoverJournal(needs)
      for (const folder of [needs.paths.config, needs.paths.state]) await sweepTemporaries(folder)
      await dropReplaced(settled, needs)
      await reconcileAccounts(needs)
    })
  } catch {
    needs.log.warn('What an earlier start left could not be put in order yet.')
  }
  return settled
}

async function dropReplaced(settled: SettledTokens, needs: CredentialNeeds): Promise<void> {
  // A garbled file is told by the look; there is nothing to take out of it.
  const entries = await listFileTokens(needs).catch(() => [])
  const marked = entries.filter(({ replacedBy }) => replacedBy !== undefined)
  if (marked.length === 0 || (await needs.keyring.probe()) !== 'unlocked') return
  for (const entry of marked) {
    try {
      if (await dropWhenReplaced(entry, needs)) settled.dropped.push(entry.name)
    } catch {
      needs.log.warn(`The older copy of ${entry.name} could not be removed yet.`)
    }
  }
}
