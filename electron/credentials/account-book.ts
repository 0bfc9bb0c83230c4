import { join } from 'node:path'
import { z } from 'zod'
import { AccountNameSchema, AccountScopeSchema } from '../../shared/domain/account.ts'
import type { ProviderId } from '../../shared/domain/provider.ts'
import { readJson, updateJson, type JsonFile } from '../files/json-file.ts'
import { defaultAccount } from './account.ts'
import type { CredentialNeeds } from './needs.ts'

/** How many replaced tokens of an account are remembered, to tell a stale copy from a foreign one. */
const earlierKept = 20

/** How a token that Hubkey renews by itself came about. Nothing of it is secret. */
const LogInSchema = z.looseObject({
  /** Whom the Hub takes Hubkey for; the refresh token is worth nothing for another one. */
  clientId: z.string().max(200),
  /** The Hub that granted it; the refresh token is sent nowhere else. */
  endpoint: z.string().max(2000),
  /** ISO 8601: when the token of now was granted. */
  issuedAt: z.string(),
  /** The Hub renews it no more; the owner was told. */
  ended: z.boolean(),
})

/** What is known of a stored token without reading it. Unknown keys of a newer Hubkey are kept. */
const AccountRecordSchema = z.looseObject({
  kind: z.enum(['token', 'oauth']),
  /** ISO 8601. */
  addedAt: z.string(),
  rotatedAt: z.string().nullable(),
  scope: AccountScopeSchema,
  fingerprint: z.string().max(64).nullable(),
  /** Fingerprints of the tokens it had before, the newest first. */
  earlier: z.array(z.string().max(64)).max(earlierKept),
  /** ISO 8601; for tokens whose provider said so. */
  expiresAt: z.string().nullable(),
  /** Of kind `oauth` only. */
  login: LogInSchema.optional(),
})
export type AccountRecord = z.infer<typeof AccountRecordSchema>

const ProviderBookSchema = z.looseObject({
  /** Null after the active one was removed while others are left: none takes over by itself. */
  active: z.string().nullable(),
  accounts: z.record(AccountNameSchema, AccountRecordSchema),
  /** Sinks by id that are kept in step. */
  sinks: z.array(z.string().max(40)).max(20).default([]),
})
export type ProviderBook = z.infer<typeof ProviderBookSchema>

const BookSchema = z.looseObject({
  version: z.literal(1),
  providers: z.record(z.string(), ProviderBookSchema),
})
type Book = z.infer<typeof BookSchema>

type BookNeeds = Pick<CredentialNeeds, 'paths' | 'clock' | 'log'>

/** A provider's accounts; without a record, as after an older Hubkey, the one named `default` counts. */
export type ReadBook = (provider: ProviderId) => ProviderBook

const unknown: ProviderBook = { active: defaultAccount, accounts: {}, sinks: [] }

/**
 * Opens `accounts.json`, which holds no secret and can be read while the keyring is locked. Throws
 * `store-unreadable`: which account is active is then not known, which is not "default".
 */
export async function openBook({ paths }: Pick<BookNeeds, 'paths'>): Promise<ReadBook> {
  const providers = (await readJson(bookIn(paths)))?.value.providers ?? {}
  return (provider) => ownProperty(providers, provider) ?? unknown
}

/**
 * Changes a provider's accounts; `change` returns null to leave everything as it is. Throws
 * `store-unreadable` or `store-write-failed`.
 */
export async function changeBook(
  provider: ProviderId,
  change: (book: ProviderBook) => ProviderBook | null,
  { paths, clock, log }: BookNeeds,
): Promise<void> {
  const apply = (book: Book): Book | null => {
    const next = change(ownProperty(book.providers, provider) ?? unknown)
    return next === null ? null : { ...book, providers: { ...book.providers, [provider]: next } }
  }
  await updateJson(bookIn(paths), apply, { clock, log })
}

/** An account's record, if it has one. */
export function recordOf({ accounts }: ProviderBook, account: string): AccountRecord | undefined {
  return ownProperty(accounts, account)
}

/** The record of an account that has just been stored, with what it knew of an older token. */
export function recordFor(
  before: AccountRecord | undefined,
  { login, ...rest }: Pick<AccountRecord, 'kind' | 'fingerprint' | 'expiresAt' | 'login'>,
  now: Date,
): AccountRecord {
  // Named even when there is none: a plain token in the place of a log-in forgets it.
  const facts = { ...rest, login }
  const fresh = { rotatedAt: null, scope: { organisations: [], models: [] }, earlier: [] }
  if (before === undefined) return { ...fresh, addedAt: now.toISOString(), ...facts }
  if (before.fingerprint === facts.fingerprint) return { ...before, ...facts }
  const { fingerprint } = before
  const others = before.earlier.filter((one) => one !== fingerprint && one !== facts.fingerprint)
  const earlier = (fingerprint === null ? others : [fingerprint, ...others]).slice(0, earlierKept)
  return { ...before, ...facts, earlier, rotatedAt: now.toISOString() }
}

/** People may name an account `constructor`. */
function ownProperty<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

function bookIn({ config }: BookNeeds['paths']): JsonFile<Book> {
  return {
    path: join(config, 'accounts.json'),
    schema: BookSchema,
    version: 1,
    empty: { version: 1, providers: {} },
    maxBytes: 4 * 1024 * 1024,
  }
}
