import type { ImportForeignInput, ImportedToken } from '../../shared/domain/foreign.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import { AppFailure, errors, fail } from '../../shared/errors.ts'
import { nameAccount } from '../credentials/name-account.ts'
import { saveToken } from '../credentials/save-token.ts'
import { verifyToken } from '../credentials/verify-token.ts'
import { requireTrust } from '../hub/trust/endpoint-trust.ts'
import { lookAround, pick } from './look.ts'
import type { ForeignNeeds, FoundToken } from './tool.ts'

/**
 * Takes a token that another tool holds into Hubkey's own store: verified first, and saved as
 * unverified when nobody can tell now. The account becomes the active one only when there is none;
 * the source stays as it is. Throws `foreign-gone`, `foreign-not-importable`, `token-rejected`,
 * `account-taken` when another token lies under that name, and what `saveToken` throws; then
 * nothing changed.
 */
export async function importForeign(
  { id, account, files }: ImportForeignInput,
  needs: ForeignNeeds,
): Promise<ImportedToken> {
  const look = await lookAround({ id, files }, needs)
  const { view, found } = pick(look, id)
  if (view.notImportable !== null) throw fail(errors.foreignNotImportable(view.notImportable))
  const { provider, secret } = found
  const verification = await verify(found, needs)
  if (verification.state === 'rejected' && verification.error !== null) {
    throw fail(verification.error)
  }
  const unnamed = { provider, secret, verification }
  const name = account ?? view.storedAs[0] ?? (await nameAccount(unnamed, needs))
  const holder = look.own.tokens.find((one) => one.provider === provider && one.account === name)
  const isSame = holder?.secret.equals(secret) === true
  // Logging in replaces the token of that name; importing, which may be done in passing, does not.
  if (holder !== undefined && !isSame) throw fail(errors.accountTaken(name))
  const saved = isSame
    ? holder
    : await saveToken({ ...unnamed, account: name, inPassing: true }, needs)
  return {
    token: view,
    account: saved.account,
    store: saved.store,
    already: isSame,
    verified: verification.state === 'verified',
    username: verification.identity?.username ?? null,
    role: verification.identity?.role ?? null,
    error: verification.error,
  }
}

/** Importing is not agreeing to a mirror of the Hub: without the agreement the token is not sent there. */
async function verify(
  { provider, secret }: FoundToken,
  needs: ForeignNeeds,
): Promise<Verification> {
  try {
    if (provider === 'huggingface') await requireTrust(needs)
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    return { state: 'unverified', identity: null, checkedAt: null, error: cause.error }
  }
  return verifyToken({ provider, secret }, needs)
}
