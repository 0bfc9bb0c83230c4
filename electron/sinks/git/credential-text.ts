/** What git and its helpers say to each other: lines of `key=value`, ended by an empty one. */

/** Attributes of one credential. Values hold no line break and no NUL. */
export type Credential = Readonly<Partial<Record<CredentialKey, string>>>
export type CredentialKey = 'protocol' | 'host' | 'path' | 'username' | 'password'

const keys: readonly CredentialKey[] = ['protocol', 'host', 'path', 'username', 'password']

/** Writes attributes; null when one holds a character that would forge another line. */
export function writeCredential(credential: Credential): string | null {
  const lines = keys.flatMap((key) => {
    const value = credential[key]
    return value === undefined ? [] : [`${key}=${value}`]
  })
  return lines.some((line) => /[\r\n\0]/.test(line)) ? null : `${lines.join('\n')}\n\n`
}

/**
 * Reads attributes up to the first empty line; keys that are not ours to know are skipped. Null for
 * a text that git would not write: a line without a key, a NUL, a carriage return, or a key twice.
 */
export function readCredential(text: string): Credential | null {
  const found = new Map<string, string>()
  for (const line of text.split('\n')) {
    if (line === '') break
    const equals = line.indexOf('=')
    const key = line.slice(0, equals)
    if (equals < 1 || /[\r\0]/.test(line)) return null
    // `wwwauth[]` and its like are lists.
    if (!key.endsWith('[]') && found.has(key)) return null
    found.set(key, line.slice(equals + 1))
  }
  const known = keys.flatMap((key) => {
    const value = found.get(key)
    return value === undefined ? [] : [[key, value] as const]
  })
  return Object.fromEntries(known)
}
