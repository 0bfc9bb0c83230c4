import { sweepTemporaries } from '../files/temporaries.ts'
import { listFileTokens, removeFileToken, type StoredEntry } from './credential-file.ts'
import { withCredentialLock } from './credential-lock.ts'
import { openFingerprints } from './fingerprint.ts'
import type { CredentialNeeds } from './needs.ts'
import { recoverJournal } from './recover-journal.ts'
import { reconcileAccounts } from './reconcile-accounts.ts'

/** What was put in order, by entry name (`<provider>:<account>`). */
export interface SettledTokens {
  /** Saved to the file while there was no keyring; now in the keyring. */
  readonly moved: string[]
  /** Older copies whose replacement had already reached the keyring. */
  readonly dropped: string[]
}

/**
 * Finishes at start what was cut short or had to wait: tokens that lie in the file only because
 * there was no keyring move into the one that is open now, and what a killed save left goes. A
 * token that the user wanted in the file stays there. The file's copy goes only after the keyring's
 * was read back. Never throws: what cannot be done now is logged and tried at the next start.
 */
export async function settleTokens(
  _input: Readonly<Record<string, never>>,
  needs: CredentialNeeds,
): Promise<SettledTokens> {
  const settled: SettledTokens = { moved: [], dropped: [] }
  try {
    await withCredentialLock(needs, async () => {
      await recoverJournal(needs)
      for (const folder of [needs.paths.config, needs.paths.state]) await sweepTemporaries(folder)
      await moveIn(settled, needs)
      await reconcileAccounts(needs)
    })
  } catch {
    needs.log.warn('What an earlier start left could not be put in order yet.')
  }
  return settled
}

async function moveIn(settled: SettledTokens, needs: CredentialNeeds): Promise<void> {
  // A garbled file is told by the look; there is nothing to move out of it.
  const entries = await listFileTokens(needs).catch(() => [])
  if (entries.length === 0 || (await needs.keyring.probe()) !== 'unlocked') return
  for (const entry of entries) {
    try {
      const outcome = await settle(entry, needs)
      if (outcome !== 'stays') settled[outcome].push(entry.name)
    } catch {
      needs.log.warn(`${entry.name} could not be moved into the keyring yet.`)
    }
  }
}

async function settle(
  { name, secret, because, replacedBy }: StoredEntry,
  needs: CredentialNeeds,
): Promise<'moved' | 'dropped' | 'stays'> {
  const inKeyring = await needs.keyring.get(name)
  const fingerprintOf = await openFingerprints(needs)
  // The save came as far as the keyring, so the file's is the older one.
  if (inKeyring !== null && replacedBy === fingerprintOf(inKeyring)) {
    await removeFileToken(name, needs, secret)
    return 'dropped'
  }
  if (because !== 'keyring-absent') return 'stays'
  // Every save into the keyring takes the file's copy away, so the file's is the newer one.
  if (inKeyring?.equals(secret) !== true) await needs.keyring.set(name, secret)
  await removeFileToken(name, needs, secret)
  return 'moved'
}
