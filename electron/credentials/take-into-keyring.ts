import type { KeyringState } from '../../shared/domain/keyring.ts'
import { errors, fail, type AppError } from '../../shared/errors.ts'
import { listFileTokens, removeFileToken } from './credential-file.ts'
import { withCredentialLock } from './credential-lock.ts'
import { dropWhenReplaced } from './current-copy.ts'
import type { CredentialNeeds } from './needs.ts'
import { recoverJournal } from './recover-journal.ts'

/** What was moved, by entry name (`<provider>:<account>`). */
export interface TakenIn {
  readonly moved: string[]
}

/**
 * Moves every token of `credentials.json` into the keyring, on the user's request: each is written,
 * read back and compared before the file's copy goes, so that a kill in between leaves one too many
 * and never one too few. Where the keyring holds another token of the same name, the file's takes its
 * place, unless the file's is known to be the older one (`current-copy.ts`), which then goes.
 * Throws `keyring-locked`, `keyring-hung`, `keyring-absent`, `keyring-off`, `keyring-failed`,
 * `store-unreadable` or `store-write-failed`; what was moved before then stays moved.
 */
export async function takeIntoKeyring(
  _input: Readonly<Record<string, never>>,
  needs: CredentialNeeds,
): Promise<TakenIn> {
  return await withCredentialLock(needs, async () => {
    await recoverJournal(needs)
    const moved: string[] = []
    for (const entry of await listFileTokens(needs)) {
      const { name, secret } = entry
      const why = whyNot(await needs.keyring.probe())
      if (why !== null) throw fail(why)
      if (await dropWhenReplaced(entry, needs)) continue
      const there = await needs.keyring.get(name)
      if (there?.equals(secret) !== true) await needs.keyring.set(name, secret)
      await removeFileToken(name, needs, secret)
      moved.push(name)
    }
    return { moved }
  })
}

/** Only an open keyring takes anything in; null then. */
function whyNot(state: KeyringState): AppError | null {
  switch (state) {
    case 'unlocked':
      return null
    case 'locked':
      return errors.keyringLocked()
    case 'hung':
      return errors.keyringHung()
    case 'absent':
      return errors.keyringAbsent()
    case 'off':
      return errors.keyringOff()
  }
}
