import { join } from 'node:path'
import type { ProviderId } from '../../shared/domain/provider.ts'
import { AppFailure, errors, fail, type AppError } from '../../shared/errors.ts'
import { loginErrors } from '../../shared/login-errors.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { renewPair, type OAuthPair } from '../providers/oauth.ts'
import type { Secret } from '../redaction/secret.ts'
import { entryName, refreshName } from './account.ts'
import { changeBook, openBook, recordFor, recordOf, type AccountRecord } from './account-book.ts'
import { withCredentialLock } from './credential-lock.ts'
import { openFingerprints } from './fingerprint.ts'
import { hasExpired, isDue, logInFacts } from './log-in.ts'
import type { CredentialNeeds } from './needs.ts'
import { recoverJournal } from './recover-journal.ts'
import { findRenewed, forgetRenewed, keepRenewed } from './renewed-pairs.ts'
import { dropEntry, getEntry, putEntry } from './vault.ts'
import { forgetVerification, noteVerification, readVerifications } from './verifications.ts'

interface Holder {
  readonly provider: ProviderId
  readonly account: string
}

/** Milliseconds after the Hub was asked and decided nothing until it is asked again. */
const pauseMs = 60_000

/** When each log-in may be tried again in this process, and why not before. */
const pauses = new Map<string, { readonly until: number; readonly error: AppError }>()

/**
 * Renews the token of a log-in that is about to expire, once for all processes. True when another
 * token is in force now, by this process or by another. A token that has life left goes on when the
 * Hub cannot be asked. When the Hub refuses for good, the account is marked, its owner is told, and
 * what is left of its token goes on; one without life left counts as rejected. Throws the reason
 * when the token has expired and nobody could tell whether it can be renewed; it is not to be sent
 * then, for it would be refused.
 */
export async function renewWhenDue(holder: Holder, needs: CredentialNeeds): Promise<boolean> {
  const record = recordOf((await openBook(needs))(holder.provider), holder.account)
  const now = needs.clock.now()
  if (record === undefined || !isDue(record, now)) return false
  if (record.login?.endpoint !== endpointOf(needs)) return false
  const key = keyOf(holder, needs)
  const pause = pauses.get(key)
  const isPaused = pause !== undefined && now.getTime() < pause.until
  if (isPaused && !hasExpired(record, now)) return false
  try {
    if (isPaused) throw fail(pause.error)
    const isRenewed = await withCredentialLock(needs, async () => renew(holder, needs))
    pauses.delete(key)
    return isRenewed
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    if (hasExpired(record, now)) throw cause
    needs.log.warn(`The log-in of ${holder.account} could not be renewed: ${cause.error.code}.`)
    return false
  }
}

/** Under the lock: looks again, for another process may have been faster. */
async function renew(holder: Holder, needs: CredentialNeeds): Promise<boolean> {
  const { provider, account } = holder
  await recoverJournal(needs)
  const record = recordOf((await openBook(needs))(provider), account)
  if (record?.login === undefined) return false
  if (!isDue(record, needs.clock.now())) return !record.login.ended
  const hub = readHfEnvironment(needs.env, needs.paths.home)
  if (hub.offline) throw fail(errors.offlineMode(hub.host))
  const entry = entryName(provider, account)
  const old = await getEntry(entry, needs)
  if (old === null) return false
  const refresh = await getEntry(refreshName(entry), needs)
  if (refresh === null) return await end(holder, record, old.secret, needs)
  const given = { holder, record, old: old.secret, spent: refresh.secret }
  const kept = await findRenewed(refresh.secret, needs)
  if (kept !== null) {
    await store({ ...given, pair: kept }, needs)
    if (kept.expiresAt > needs.clock.now()) return true
    // What was kept has run out since; what renews it has not.
    return await ask({ ...given, old: kept.access, spent: kept.refresh ?? refresh.secret }, needs)
  }
  return await ask(given, needs)
}

interface Renewal {
  readonly holder: Holder
  readonly record: AccountRecord
  /** The token in force. */
  readonly old: Secret
  /** The refresh token that gets the next one, once. */
  readonly spent: Secret
}

async function ask(renewal: Renewal, needs: CredentialNeeds): Promise<boolean> {
  const { holder, record, old, spent } = renewal
  // Shows that the place takes it. Once it is spent, the next one has to be stored at once.
  await putEntry(refreshName(entryName(holder.provider, holder.account)), spent, needs)
  const { clientId = '', endpoint = '' } = record.login ?? {}
  const reply = await renewPair({ endpoint, clientId, refresh: spent }, needs)
  switch (reply.kind) {
    case 'unclear': {
      const until = needs.clock.now().getTime() + pauseMs
      pauses.set(keyOf(holder, needs), { until, error: reply.error })
      throw fail(reply.error)
    }
    case 'ended':
      return await end(holder, record, old, needs)
    case 'renewed':
      await keepRenewed(reply.pair, spent, needs)
      await store({ ...renewal, pair: reply.pair }, needs)
      return true
  }
}

/**
 * Cut short before the refresh token is stored, the next renewal finds the note (`renewed-pairs.ts`); after it, the list
 * still says that the log-in is due.
 */
async function store(
  { holder, record: { login }, old, spent, pair }: Renewal & { readonly pair: OAuthPair },
  needs: CredentialNeeds,
): Promise<void> {
  const { provider, account } = holder
  const entry = entryName(provider, account)
  if (pair.refresh !== null) await putEntry(refreshName(entry), pair.refresh, needs)
  await putEntry(entry, pair.access, needs)
  const fingerprintOf = await openFingerprints(needs)
  const now = needs.clock.now()
  const { clientId = '', endpoint = '' } = login ?? {}
  const facts = {
    ...logInFacts({ clientId, endpoint, ...pair }, now),
    fingerprint: fingerprintOf(pair.access),
  }
  await changeRecord(holder, (record) => recordFor(record, facts, now), needs)
  await forgetRenewed(spent, needs)
  const before = { provider, fingerprint: fingerprintOf(old) }
  const known = (await readVerifications(needs))(before)?.identity
  if (known == null) return
  // The same log-in, granted anew by the Hub just now.
  const identity = { ...known, expiresAt: facts.expiresAt }
  const standing = { state: 'verified', checkedAt: now.toISOString(), error: null } as const
  const key = { provider, fingerprint: facts.fingerprint }
  await noteVerification(key, { ...standing, identity }, needs)
  await forgetVerification(before, needs)
}

/** Marks a log-in that cannot be renewed, and tells its owner. What is left of its token goes on. */
async function end(
  holder: Holder,
  record: AccountRecord,
  secret: Secret,
  needs: CredentialNeeds,
): Promise<false> {
  const { provider, account } = holder
  const now = needs.clock.now()
  await changeRecord(
    holder,
    ({ login, ...rest }) => ({ ...rest, ...(login && { login: { ...login, ended: true } }) }),
    needs,
  )
  await dropEntry(refreshName(entryName(provider, account)), needs)
  if (hasExpired(record, now)) {
    const fingerprint = (await openFingerprints(needs))(secret)
    const error = loginErrors.logInRejected(account, account)
    const answer = { state: 'rejected', checkedAt: now.toISOString(), error } as const
    await noteVerification({ provider, fingerprint }, { ...answer, identity: null }, needs)
  }
  needs.log.warn(`The Hub does not renew the log-in of ${account} any more.`)
  needs.onLogInEnded?.(holder)
  return false
}

async function changeRecord(
  { provider, account }: Holder,
  change: (record: AccountRecord) => AccountRecord,
  needs: CredentialNeeds,
): Promise<void> {
  await changeBook(
    provider,
    (book) => {
      const record = recordOf(book, account)
      if (record === undefined) return null
      return { ...book, accounts: { ...book.accounts, [account]: change(record) } }
    },
    needs,
  )
}

function keyOf({ provider, account }: Holder, { paths }: CredentialNeeds): string {
  return join(paths.config, entryName(provider, account))
}

function endpointOf({ env, paths }: CredentialNeeds): string {
  return readHfEnvironment(env, paths.home).endpoint
}
