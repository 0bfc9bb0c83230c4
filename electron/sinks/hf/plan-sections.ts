import type { Secret } from '../../redaction/secret.ts'
import { isSectionName, type IniFile } from '../../files/ini-file.ts'
import { defaultSection } from '../../files/ini-lines.ts'
import { tokenKey, type StoredTokens } from './stored-tokens.ts'

/** What `hf` keeps beside a token that it can renew; true of that very token only. */
const renewalKeys = ['refresh_token', 'expires_at']

interface Taking {
  readonly secret: Secret
  readonly name: string
  readonly replaces: readonly Secret[]
  /** The token that `hf` uses until now. */
  readonly active: Secret | null
  readonly now: Date
}

/** The file to write, and the name that an active token got which no section held before. */
export interface Plan {
  readonly file: IniFile
  readonly adopted: string | null
}

/**
 * Puts a token into a section, unless one holds it already; takes the sections of those it replaces
 * away; and keeps the active token of somebody else in a section, so that it can be switched back
 * to. A section with another token is never overwritten, even when it has the wished name. Throws
 * `IniError` when the file cannot be changed so.
 */
export function planTaking(stored: StoredTokens, taking: Taking): Plan {
  const { secret, replaces, active } = taking
  const isOurs = (one: Secret): boolean => one.equals(secret) || isIn(replaces, one)
  const isKnown = (one: Secret): boolean =>
    isOurs(one) || stored.sections.some((section) => section.secret.equals(one))
  let file = stored.file
  let adopted: string | null = null
  if (active !== null && !isKnown(active)) {
    adopted = freeName(file, `adopted-${taking.now.toISOString().slice(0, 10)}`)
    file = file.with(adopted, tokenKey, active.reveal())
  }
  const old = stored.sections.filter((section) => isIn(replaces, section.secret))
  const isHeld = stored.sections.some((section) => section.secret.equals(secret))
  const place = isHeld ? null : placeFor(file, taking.name, old)
  if (place !== null) {
    for (const key of renewalKeys) file = file.without(place, key)
    file = file.with(place, tokenKey, secret.reveal())
  }
  return { file: withoutTokens(file, old, place), adopted }
}

/** Takes a token out of every section. Throws `IniError` when the file cannot be changed so. */
export function planErasing(stored: StoredTokens, secret: Secret): IniFile {
  const held = stored.sections.filter((section) => section.secret.equals(secret))
  return withoutTokens(stored.file, held, null)
}

function withoutTokens(
  file: IniFile,
  gone: StoredTokens['sections'],
  kept: string | null,
): IniFile {
  return gone.reduce((left, { name }) => {
    if (name === kept) return left
    // Whoever writes keys for all sections at once loses this one key only.
    return name === defaultSection ? left.without(name, tokenKey) : left.withoutSection(name)
  }, file)
}

/** The wished name when it is free or held by an older token of ours, else one beside it. */
function placeFor(file: IniFile, wished: string, old: StoredTokens['sections']): string {
  const name = holdableName(wished)
  const fields = file.fieldsOf(name)
  const isEmpty = fields?.has(tokenKey) !== true && fields?.has('refresh_token') !== true
  return isEmpty || old.some((section) => section.name === name) ? name : freeName(file, name)
}

/** A name that every version of Python reads back. */
function holdableName(wished: string): string {
  if (isSectionName(wished)) return wished
  const name = wished.replace(/[\]\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, '-')
  return isSectionName(name) ? name : 'hubkey'
}

function freeName(file: IniFile, wished: string): string {
  let name = wished
  for (let count = 2; file.fieldsOf(name) !== null; count += 1) name = `${wished}-${count}`
  return name
}

function isIn(secrets: readonly Secret[], secret: Secret): boolean {
  return secrets.some((one) => one.equals(secret))
}
