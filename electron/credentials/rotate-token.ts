import type { ProviderId } from '../../shared/domain/provider.ts'
import type { RotationReport } from '../../shared/domain/rotation.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import { errors, fail } from '../../shared/errors.ts'
import { loginErrors } from '../../shared/login-errors.ts'
import type { Secret } from '../redaction/secret.ts'
import { entryName } from './account.ts'
import { requireAccount } from './change-account.ts'
import { withCredentialLock } from './credential-lock.ts'
import { factsFor } from './facts.ts'
import { openFingerprints } from './fingerprint.ts'
import { asideName, finishRotation } from './finish-rotation.ts'
import { beginJournal, endJournal } from './journal.ts'
import { lostRights } from './lost-rights.ts'
import type { CredentialNeeds } from './needs.ts'
import { checkToken } from './normalise.ts'
import { recoverJournal } from './recover-journal.ts'
import { getEntry, putEntry } from './vault.ts'
import { readVerifications } from './verifications.ts'

export interface RotateInput {
  readonly provider: ProviderId
  /** Whose token is replaced. */
  readonly account: string
  /** The new token. */
  readonly secret: Secret
  /** What `verifyToken` said of it. */
  readonly verification: Verification
  /** Makes the old token worthless at its provider, for every program that still has it. */
  readonly revokeOld: boolean
  /** Takes a token that nobody could verify just now. It never revokes. */
  readonly unverified?: boolean
}

/**
 * Puts a verified token in the place of an account's: in the vault, then in every sink that is on or
 * holds the old one, then, when asked, revokes the old one and asks the provider whether that is so.
 * The old token is kept beside the new one until all is done, and a journal says what is under way,
 * so that a kill at any instant is finished or undone at the next start. Throws `account-missing`,
 * `same-token`, `token-rejected`, `not-verified`, `rotate-log-in` for a log-in by the browser, and as the vault does; then the old token is in
 * force everywhere.
 */
export async function rotateToken(
  input: RotateInput,
  needs: CredentialNeeds,
): Promise<RotationReport> {
  const { provider, account, secret, verification } = input
  const { label } = await factsFor(provider, needs)
  if (verification.state === 'rejected') throw fail(errors.tokenRejected(label))
  const isVerified = verification.state === 'verified'
  // Without an error nobody was there to be asked: a provider without a check.
  const isDoubtful = !isVerified && verification.error !== null
  if (isDoubtful && input.unverified !== true) throw fail(errors.notVerified(label))
  checkToken(secret.reveal())
  const revoke = input.revokeOld && isVerified
  return await withCredentialLock(needs, async () => {
    await recoverJournal(needs)
    const entry = entryName(provider, account)
    const { kind } = await requireAccount(provider, account, needs)
    if (kind === 'oauth') throw fail(loginErrors.rotateLogIn(account))
    const old = await getEntry(entry, needs)
    if (old === null) throw fail(errors.accountMissing(label, account))
    if (old.secret.equals(secret)) throw fail(errors.sameToken())
    const fingerprintOf = await openFingerprints(needs)
    const standingOf = await readVerifications(needs)
    const before = standingOf({ provider, fingerprint: fingerprintOf(old.secret) })
    await beginJournal({ verb: 'rotate', provider, account, revoke }, needs)
    await putAside(entry, old.secret, needs)
    await putNew(entry, secret, needs)
    const done = await finishRotation(
      { provider, account, revoke },
      { secret, old: old.secret },
      needs,
    )
    return { provider, account, lostRights: lostRights(before, verification), ...done }
  })
}

async function putAside(entry: string, old: Secret, needs: CredentialNeeds): Promise<void> {
  try {
    await putEntry(asideName(entry), old, needs)
  } catch (cause) {
    await endJournal(needs).catch(() => undefined)
    throw cause
  }
}

async function putNew(entry: string, secret: Secret, needs: CredentialNeeds): Promise<void> {
  try {
    await putEntry(entry, secret, needs)
  } catch (cause) {
    // The old one is in force still, or the next start puts it back.
    await recoverJournal(needs).catch(() => undefined)
    throw cause
  }
}
