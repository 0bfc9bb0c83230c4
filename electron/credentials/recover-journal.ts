import { clearAccount } from './clear-account.ts'
import { recoverRotation } from './finish-rotation.ts'
import { endJournal, readJournal } from './journal.ts'
import type { CredentialNeeds } from './needs.ts'

/**
 * Finishes or undoes the change that was cut short, if there is one. Called under the lock, before
 * another change begins. Throws as the vault does; the journal then stays for the next time.
 */
export async function recoverJournal(needs: CredentialNeeds): Promise<void> {
  const journal = await readJournal(needs)
  if (journal === null) return
  if (journal.verb === 'rotate') {
    await recoverRotation(journal, needs)
    return
  }
  const { isGone } = await clearAccount(journal, needs)
  if (isGone) await endJournal(needs)
}
