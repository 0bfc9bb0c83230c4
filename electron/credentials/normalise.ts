import { errors, fail } from '../../shared/errors.ts'

/** Bounds of a token's length in characters: Windows stores 2560 bytes at most. */
const shortest = 8
const longest = 1024
/** Text this long is no token in any wrapping, and is not even looked through. */
const hopeless = 64 * 1024

/**
 * Takes a token out of what a person pasted or piped in: surrounding space and quotes, an
 * `export NAME=`, `NAME=` or `Bearer` before it and a `;` or `,` after it go. Throws
 * `token-empty`, `token-too-long`, `token-several-lines`, `token-bad-characters` or
 * `token-too-short`. The result still has to pass `redactor.guard` before anything else happens.
 */
export function normaliseToken(text: string): string {
  if (text.length > hopeless) throw fail(errors.tokenTooLong(longest))
  const token = unwrap(text)
  checkToken(token)
  return token
}

/** Throws what `normaliseToken` throws when the text, as it is, cannot be a token. */
export function checkToken(token: string): void {
  if (token === '') throw fail(errors.tokenEmpty())
  if (token.length > hopeless) throw fail(errors.tokenTooLong(longest))
  if (/[\r\n\u2028\u2029]/.test(token)) throw fail(errors.tokenSeveralLines())
  if (!/^[\x21-\x7e]*$/.test(token)) throw fail(errors.tokenBadCharacters())
  if (token.length > longest) throw fail(errors.tokenTooLong(longest))
  if (token.length < shortest) throw fail(errors.tokenTooShort(shortest))
}

/** Wrappings come inside each other (`export HF_TOKEN="…";`), but never deeper than this. */
const deepest = 6

function unwrap(text: string): string {
  let inner = text
  for (let depth = 0; depth < deepest; depth += 1) {
    const next = withoutQuotes(withoutPrefix(withoutSpace(inner)))
    if (next === inner) break
    inner = next
  }
  return inner
}

/** `trim` leaves the zero-width characters that web pages and chats add. */
function withoutSpace(text: string): string {
  return text.trim().replace(/^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$/g, '')
}

/**
 * The name must hold an underscore, which base64 does not: a legacy NGC key may well read
 * `…KEY==`, and must not lose its beginning.
 */
function withoutPrefix(text: string): string {
  return text
    .replace(/^(?:(?:export|set)\s+|\$env:)?[A-Z][A-Z0-9]*_[A-Z0-9_]*(?:TOKEN|KEY)\s*[=:]\s*/, '')
    .replace(/^(?:authorization:\s*)?bearer\s+/i, '')
}

const quotes: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
  ['<', '>'],
]

function withoutQuotes(text: string): string {
  // A separator goes only after a closing quote, for a token might end with one.
  const bare = text.replace(/(["'`”’>])\s*[;,]$/, '$1')
  for (const [open, close] of quotes) {
    if (bare.length >= 2 && bare.startsWith(open) && bare.endsWith(close)) return bare.slice(1, -1)
  }
  return text
}
