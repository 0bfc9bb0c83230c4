import type { KeyringState } from '../../shared/domain/keyring.ts'
import type { ProviderId } from '../../shared/domain/provider.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import { errors, fail } from '../../shared/errors.ts'
import type { Secret } from '../redaction/secret.ts'
import { defaultAccount, entryName } from './account.ts'
import {
  credentialFilePath,
  listFileTokens,
  markFileToken,
  removeFileToken,
  saveFileToken,
} from './credential-file.ts'
import { factsFor } from './facts.ts'
import { openFingerprints } from './fingerprint.ts'
import type { CredentialNeeds } from './needs.ts'
import { checkToken } from './normalise.ts'

/** Where a token went. */
export type SavedToken =
  | { readonly account: string; readonly store: 'keyring' }
  | { readonly account: string; readonly store: 'file'; readonly path: string }

export interface SaveTokenInput {
  readonly provider: ProviderId
  readonly secret: Secret
  readonly account?: string | undefined
  /** What `verifyToken` said: everything but a rejection may be saved. */
  readonly verification: Verification
}

/**
 * Puts a token into the keyring, or into `credentials.json` when there definitely is no keyring or
 * the user chose the file. Returns once it was read back. Throws `token-rejected`, the errors of
 * `normaliseToken`, `keyring-locked`, `keyring-hung`, `keyring-failed`, `keyring-required`,
 * `store-unreadable` or `store-write-failed`; the token that was there before then still is.
 */
export async function saveToken(
  { provider, secret, account = defaultAccount, verification }: SaveTokenInput,
  needs: CredentialNeeds,
): Promise<SavedToken> {
  if (verification.state === 'rejected') {
    throw fail(errors.tokenRejected((await factsFor(provider, needs)).label))
  }
  checkToken(secret.reveal())
  const name = entryName(provider, account)
  const because = whyFile(await needs.keyring.probe(), needs)
  if (because !== null) {
    await saveFileToken({ name, secret, because }, needs)
    return { account, store: 'file', path: credentialFilePath(needs.paths) }
  }
  await announceToFile(name, secret, needs)
  await needs.keyring.set(name, secret)
  await dropFileCopy(name, needs)
  return { account, store: 'keyring' }
}

/** Null when the keyring it is. Throws when it should be the keyring but cannot be. */
function whyFile(
  state: KeyringState,
  { keyring }: CredentialNeeds,
): 'keyring-absent' | 'keyring-off' | null {
  switch (state) {
    case 'off':
      return 'keyring-off'
    case 'unlocked':
      return null
    case 'locked':
      throw fail(errors.keyringLocked())
    case 'hung':
      throw fail(errors.keyringHung())
    case 'absent':
      if (keyring.policy === 'required') throw fail(errors.keyringRequired())
      return 'keyring-absent'
  }
}

/**
 * Notes beside an older copy in the file what is going to replace it. When the program is killed
 * after the next step, the next start can tell that the file holds the old token and not one that
 * was saved while the keyring was away (`settle-tokens.ts`).
 */
async function announceToFile(name: string, secret: Secret, needs: CredentialNeeds): Promise<void> {
  const stored = await listFileTokens(needs).catch(() => [])
  if (!stored.some((entry) => entry.name === name)) return
  await markFileToken(name, (await openFingerprints(needs))(secret), needs)
}

/**
 * The older copy would come back to life when the keyring's is cleared elsewhere. The save has
 * already succeeded, so a copy that cannot be removed is told, not thrown.
 */
async function dropFileCopy(name: string, needs: CredentialNeeds): Promise<void> {
  try {
    await removeFileToken(name, needs)
  } catch {
    const path = credentialFilePath(needs.paths)
    needs.log.warn(`The older copy of ${name} in ${path} could not be removed.`)
  }
}
