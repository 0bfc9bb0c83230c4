import type { ProviderId } from '../../shared/domain/provider.ts'
import type { Secret } from '../redaction/secret.ts'
import { refreshName } from './account.ts'
import { openBook, recordOf, type AccountRecord } from './account-book.ts'
import type { CredentialNeeds } from './needs.ts'
import { dropEntry, putEntry } from './vault.ts'

/** What comes with the token of an OAuth log-in. */
export interface LogIn {
  /** Gets the next token, once; null when the application may not renew. */
  readonly refresh: Secret | null
  readonly expiresAt: Date
  /** Whom the Hub takes Hubkey for. */
  readonly clientId: string
  /** The Hub that granted it. */
  readonly endpoint: string
}

const hourMs = 3_600_000

/** What the list of accounts notes of a log-in. */
export function logInFacts(
  { clientId, endpoint, expiresAt }: LogIn,
  now: Date,
): Pick<AccountRecord, 'kind' | 'expiresAt' | 'login'> {
  const login = { clientId, endpoint, issuedAt: now.toISOString(), ended: false }
  return { kind: 'oauth', expiresAt: expiresAt.toISOString(), login }
}

/**
 * What is noted of a log-in whose record was lost. Which Hub granted it to which application is lost
 * too, and a refresh token is sent nowhere on a guess: so it has ended, and its owner logs in again.
 */
export function endedLogIn(now: Date): Pick<AccountRecord, 'kind' | 'expiresAt' | 'login'> {
  const login = { clientId: '', endpoint: '', issuedAt: now.toISOString(), ended: true }
  return { kind: 'oauth', expiresAt: null, login }
}

/** Stores an entry's refresh token, or takes an earlier one away. Throws as the vault does. */
export async function putRefresh(
  entry: string,
  refresh: Secret | null,
  needs: CredentialNeeds,
): Promise<void> {
  if (refresh === null) await dropEntry(refreshName(entry), needs)
  else await putEntry(refreshName(entry), refresh, needs)
}

/** Whether an account is a log-in, by the list. Throws `store-unreadable`. */
export async function isLogIn(
  provider: ProviderId,
  account: string,
  needs: Pick<CredentialNeeds, 'paths'>,
): Promise<boolean> {
  return recordOf((await openBook(needs))(provider), account)?.kind === 'oauth'
}

/**
 * Whether a log-in's token is to be renewed: in the last hour of its life or in the last tenth,
 * whichever is longer; of a short life no more than the second half.
 */
export function isDue({ kind, expiresAt, login }: AccountRecord, now: Date): boolean {
  if (kind !== 'oauth' || expiresAt === null || login === undefined || login.ended) return false
  const end = Date.parse(expiresAt)
  const life = end - Date.parse(login.issuedAt)
  const margin = Math.max(life / 10, Math.min(hourMs, life / 2))
  return end - now.getTime() < margin
}

/** Whether a log-in's token is worth nothing any more. */
export function hasExpired({ expiresAt }: AccountRecord, now: Date): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= now.getTime()
}
