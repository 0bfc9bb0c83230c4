import type { ProviderId } from '../../shared/domain/provider.ts'
import { AppFailure, fail } from '../../shared/errors.ts'
import type { Secret } from '../redaction/secret.ts'
import { defaultAccount, entryName } from './account.ts'
import { openBook } from './account-book.ts'
import { chooseAccount, type AccountWish } from './choose-account.ts'
import { readFileTokens } from './credential-file.ts'
import { readEnvironmentToken } from './environment-source.ts'
import { factsFor } from './facts.ts'
import { openCurrentCopies } from './current-copy.ts'
import { holdsToken, type Found } from './found.ts'
import { readHfTokenFile } from './hf-token-file.ts'
import { readKeyringTokens, type FindEntry } from './keyring-source.ts'
import type { CredentialNeeds } from './needs.ts'

/** What a source that holds the token gave. */
export type Present = Extract<Found, { state: 'present' }>

/** Hubkey's own places, opened for some entries. */
export interface OwnPlaces {
  readonly keyring: FindEntry
  readonly file: FindEntry
}

/**
 * Opens keyring and file for these entries (`<provider>:<account>`). Where both hold one, and the
 * file's is the newer, the keyring's is `outdated`. Never throws.
 */
export async function openOwnPlaces(
  names: readonly string[],
  needs: CredentialNeeds,
): Promise<OwnPlaces> {
  const [keyring, file] = await Promise.all([
    readKeyringTokens(names, needs),
    readFileTokens(needs),
  ])
  const inBoth = names.filter((name) => holdsToken(keyring(name)) && holdsToken(file(name)))
  if (inBoth.length === 0) return { keyring, file }
  const isFileCurrent = await openCurrentCopies((name) => secretIn(keyring(name)), needs)
  const outdated = new Set<string | null>()
  for (const name of inBoth) if (await isFileCurrent(name)) outdated.add(name)
  const look: FindEntry = (name) => {
    const found = keyring(name)
    return holdsToken(found) && outdated.has(name) ? { ...found, state: 'outdated' } : found
  }
  return { keyring: look, file }
}

function secretIn(found: Found): Secret | null {
  return holdsToken(found) ? found.secret : null
}

/**
 * Looks into every source of a provider, in the order in which they win; of Hubkey's own places,
 * only for the named account (null: for none). Throws nothing but `bad-input` for an unknown
 * provider.
 */
export async function readSources(
  { provider, account }: { readonly provider: ProviderId; readonly account: string | null },
  { keyring, file }: OwnPlaces,
  needs: CredentialNeeds,
): Promise<readonly Found[]> {
  const name = account === null ? null : entryName(provider, account)
  const [facts, hfFile] = await Promise.all([
    factsFor(provider, needs),
    readHfTokenFile(provider, needs),
  ])
  const own = [keyring(name), file(name)]
  return [readEnvironmentToken(facts, needs), ...own, ...(hfFile === null ? [] : [hfFile])]
}

/** Which account a wish came to, and what its sources hold. */
export interface Search {
  readonly account: string | null
  readonly sources: readonly Found[]
}

/** Chooses the account and looks into every source. Throws nothing but `bad-input`. */
export async function searchSources(
  { provider, ...wish }: AccountWish & { readonly provider: ProviderId },
  needs: CredentialNeeds,
): Promise<Search> {
  const account = wish.account ?? (await openBook(needs).catch(failureOf))
  if (account instanceof AppFailure) {
    return {
      account: null,
      sources: await readSources({ provider, account: null }, closed(account), needs),
    }
  }
  const chosen = typeof account === 'string' ? account : chooseAccount(wish, account(provider))
  const places = await openOwnPlaces([entryToOpen(provider, chosen)], needs)
  return {
    account: chosen,
    sources: await readSources({ provider, account: chosen }, places, needs),
  }
}

/**
 * The entry to open a keyring for. With no account active nothing in it can win, yet only a keyring
 * that is asked for something says that it is locked: unasked, it would be taken for empty.
 */
export function entryToOpen(provider: ProviderId, account: string | null): string {
  return entryName(provider, account ?? defaultAccount)
}

/** Which account is active is not known, so neither place may be taken for empty. */
export function closed({ error }: AppFailure): OwnPlaces {
  const find = (kind: 'keyring' | 'file'): FindEntry => {
    return () => ({ state: 'unreadable', error, place: { kind } })
  }
  return { keyring: find('keyring'), file: find('file') }
}

function failureOf(cause: unknown): AppFailure {
  if (cause instanceof AppFailure) return cause
  throw cause
}

/**
 * The first hit; null when there is none. A source that could not be read stops the search with
 * its own failure: the one further down may hold an old token, or another account's.
 */
export function pickWinner(sources: readonly Found[]): Present | AppFailure | null {
  for (const source of sources) {
    if (source.state === 'present') return source
    if (source.state === 'unreadable') return fail(source.error)
  }
  return null
}

/** The reason why a source is not known, as one sentence; undefined when it is. */
export function problemOf(source: Found): string | undefined {
  switch (source.state) {
    case 'unreadable':
      return source.error.message
    case 'outdated':
      return 'It is older than the one in credentials.json, which was saved while the keyring was away.'
    case 'off':
      return 'HUBKEY_KEYRING=off, so the keyring is not asked.'
    default:
      return source.place.notice
  }
}
