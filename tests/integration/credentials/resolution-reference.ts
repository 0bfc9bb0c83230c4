/**
 * Where a token comes from, as the promise has it, not as the code does it. The same two tables
 * stand in `docs/resolution-order.md`; the test beside this file holds page and program to them.
 */

/** Which stored token is meant: the first row that fits. */
export const accountTable = [
  ['an account is asked for by name', 'the named one'],
  ['the account list is missing', 'default'],
  ['the model is tied to an account', 'the tied one'],
  ['its organisation is tied to an account', 'the tied one'],
  ['an account is active', 'the active one'],
  ['no account is active', 'none'],
] as const

/** What a place can make of a search: it wins, the next place is asked, or it fails with a code. */
export type Step =
  | 'wins'
  | 'next'
  | 'store-unreadable'
  | 'keyring-required'
  | 'keyring-locked'
  | 'keyring-hung'
  | 'keyring-failed'
  | 'account-missing'

/** From top to bottom: place, how it is found, what follows, what follows when an account was named. */
export const searchTable = [
  ['environment', 'token', 'wins', 'next'],
  ['environment', 'missing, empty or blank', 'next', 'next'],
  ['account list', 'unreadable', 'store-unreadable', 'next'],
  ['account list', 'readable or missing', 'next', 'next'],
  ['keyring', 'off', 'next', 'next'],
  ['keyring', 'absent', 'next', 'next'],
  ['keyring', 'absent, yet required', 'keyring-required', 'keyring-required'],
  ['keyring', 'locked', 'keyring-locked', 'keyring-locked'],
  ['keyring', 'hung', 'keyring-hung', 'keyring-hung'],
  ['keyring', 'refusing', 'keyring-failed', 'keyring-failed'],
  ['keyring', "an older token than credentials.json's", 'next', 'next'],
  ['keyring', "the account's token", 'wins', 'wins'],
  ['keyring', 'no token of the account', 'next', 'next'],
  ['credentials.json', 'unreadable', 'store-unreadable', 'store-unreadable'],
  ['credentials.json', "the account's token", 'wins', 'wins'],
  ['credentials.json', 'missing, or no token of the account', 'next', 'next'],
  ['HF token file', 'not of this provider', 'next', 'next'],
  ['HF token file', 'unreadable', 'store-unreadable', 'next'],
  ['HF token file', 'token', 'wins', 'next'],
  ['HF token file', 'missing or blank', 'next', 'next'],
  ['end', 'nothing found', 'next', 'account-missing'],
] as const satisfies readonly (readonly [string, string, Step, Step])[]

type SearchRow = (typeof searchTable)[number]
export type PlaceName = SearchRow[0]
/** How a place may be found; a word of another place's is a type error. */
export type Finding<P extends PlaceName> = Extract<SearchRow, readonly [P, ...unknown[]]>[1]
