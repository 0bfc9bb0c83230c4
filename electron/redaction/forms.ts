/** Texts shorter than this are no secrets: masking every `abc` would make a log unreadable. */
export const leastSecretLength = 8

/** No provider's token comes near this; longer texts are masked as they are, in no other form. */
const mostEncodedLength = 16 * 1024

/**
 * Every way in which programs write a secret: raw, URL-encoded, JSON-escaped, HTML-escaped, base64
 * and base64url at each alignment (which covers Basic-auth headers and Docker's `auth`, whatever
 * the user name), hex, reversed, and UTF-16 as Windows tools print. Each is at least 8 bytes.
 */
export function formsOf(text: string): Buffer[] {
  if (text.length < leastSecretLength) return []
  if (text.length > mostEncodedLength) return [Buffer.from(text)]
  const bytes = Buffer.from(text)
  const hex = bytes.toString('hex')
  const json = JSON.stringify(text).slice(1, -1)
  const texts = new Set([
    text,
    text.trim(),
    ...urlForms(wellFormed(text)),
    json,
    json.replaceAll('/', '\\/'),
    unicodeEscaped(json),
    // A JSON text that was put into another one.
    JSON.stringify(json).slice(1, -1),
    htmlEscaped(text),
    hex,
    hex.toUpperCase(),
    Array.from(text).reverse().join(''),
    ...[0, 1, 2].flatMap((skipped) => base64Forms(bytes, skipped)),
  ])
  return [...[...texts].map((form) => Buffer.from(form)), Buffer.from(text, 'utf16le')].filter(
    (form) => form.length >= leastSecretLength,
  )
}

/**
 * The base64 characters that depend on the secret alone when `skipped` bytes (modulo 3) come before
 * it: the first and the last ones also hold bits of their neighbours and are left out. The last one
 * is known after all when nothing follows, hence each form with and without its end.
 */
function base64Forms(bytes: Buffer, skipped: number): string[] {
  const whole = Buffer.concat([Buffer.alloc(skipped), bytes])
  const first = Math.ceil((skipped * 8) / 6)
  const end = Math.floor((whole.length * 8) / 6)
  return (['base64', 'base64url'] as const).flatMap((encoding) => {
    const text = whole.toString(encoding).slice(first)
    return [text, text.slice(0, end - first)]
  })
}

/** Encoders differ in which marks they leave alone, in the letter case, and about the space. */
function urlForms(text: string): string[] {
  const strict = encodeURIComponent(text).replace(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  })
  const form = new URLSearchParams([['', text]]).toString().slice(1)
  const forms = [encodeURIComponent(text), strict, encodeURI(text), form]
  return [...forms, ...forms.map(lowerEscapes)]
}

/** Half a surrogate pair has no UTF-8 form and makes `encodeURI` throw. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}

function lowerEscapes(encoded: string): string {
  return encoded.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())
}

/** As Python's `json.dumps` and Go's HTML-safe encoder write what is not plain ASCII text. */
function unicodeEscaped(json: string): string {
  return json.replace(/[&<>\u0080-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

function htmlEscaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character)
}
