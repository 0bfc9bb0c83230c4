import type { Pattern, Range, Verdict, Window } from './scanner.ts'

/**
 * The second net: strings that look like credentials although nobody registered them, such as a
 * token that a child reads from a file of its own. Sources: facts of gitleaks, trufflehog and the
 * providers' documentation. Narrow enough that names such as `hf_hub_download` stay readable.
 */

/** A shape is decided within this many bytes, so a stream never waits for more. */
const reach = 16 * 1024

/** No name begins behind these. The end of our own mask counts, so that masking twice is masking once. */
const attached = bytesOf('A-Za-z0-9_]')
const dashed = bytesOf('A-Za-z0-9_-')
const dotted = bytesOf('A-Za-z0-9_.-')
const upper = bytesOf('A-Z0-9')
/** RFC 7235 token68 and what URLs make of it. */
const credential = bytesOf('A-Za-z0-9._~+/=%-')
/** Between `://` and `@`. */
export const userInfo = bytesOf("A-Za-z0-9._~!$&'()*+,;=:%-")
/** Between a name and its value in headers, JSON, Python dicts, shell and YAML. */
const between = bytesOf(' \t"\'\\]:=,')
const blank = bytesOf(' \t')

/** A token with a prefix of its own; `accept` sees everything behind the prefix. */
function prefixed(
  prefix: string,
  body: Uint8Array,
  accept: (rest: string, before: number) => boolean,
): Pattern {
  return shape(prefix, (reader, before) => {
    const rest = reader.run(body)
    return rest !== null && accept(rest, before) ? reader.all() : null
  })
}

/** `name: value`, `"name": "value"`, `name=value`: hides the value. */
function named(name: string, least: number, before: 'any' | 'query' | 'edge'): Pattern {
  return shape(name, (reader, previous) => {
    if (before === 'query' && !'?&;'.includes(String.fromCharCode(previous))) return null
    if (before === 'edge' && attached[previous] === 1) return null
    const gap = reader.run(between, 8)
    if (gap === null || !/[:=,]/.test(gap)) return null
    const start = reader.at
    const value = reader.run(credential)
    if (value === null || value.length < least) return null
    return before === 'query' || hasDigit(value) ? { start, end: reader.at } : null
  })
}

function authorization(name: string): Pattern {
  return shape(name, (reader) => {
    const gap = reader.run(between, 8)
    if (gap === null || !/[:=,]/.test(gap)) return null
    let start = reader.at
    let value = reader.run(credential)
    if (value !== null && /^(?:bearer|basic|token|key)$/i.test(value)) {
      if (reader.run(blank, 4) === null) return null
      start = reader.at
      value = reader.run(credential)
      return value !== null && value.length >= 8 ? { start, end: reader.at } : null
    }
    const isCredential = value !== null && value.length >= 20 && hasDigit(value)
    return isCredential ? { start, end: reader.at } : null
  })
}

/** `https://user:password@host` hides the password, `https://token@host` the token. */
const userInfoInUrl = shape('://', (reader) => {
  const start = reader.at
  if (!reader.skip(userInfo, 2048) || reader.peek() !== 0x40) return null
  const info = reader.from(start)
  const colon = info.indexOf(':')
  if (colon < 0) return info.length >= 16 ? { start, end: reader.at } : null
  return info.length > colon + 1 ? { start: start + colon + 1, end: reader.at } : null
})

/** Every shape of the second net. */
export const shapes: readonly Pattern[] = [
  prefixed('hf_', dashed, looksRandom),
  prefixed('hf_oauth_', dotted, looksLikeJwt),
  prefixed('hf_jwt_', dotted, looksLikeJwt),
  prefixed('api_org_', dashed, looksRandom),
  prefixed('nvapi-', dashed, (rest) => rest.length >= 8),
  prefixed('eyJ', dotted, (rest) => /^[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/.test(rest)),
  ...['ghp_', 'gho_', 'ghs_', 'ghu_', 'github_pat_', 'glpat-'].map((prefix) =>
    prefixed(prefix, dashed, (rest) => rest.length >= 20),
  ),
  ...['sk-ant-', 'sk-or-v1-', 'sk-proj-', 'sk-svcacct-', 'sk-admin-', 'AIza'].map((prefix) =>
    prefixed(prefix, dashed, (rest) => rest.length >= 30),
  ),
  prefixed('AKIA', upper, (rest, before) => rest.length === 16 && attached[before] === 0),
  ...['Authorization', 'authorization', 'AUTHORIZATION'].map(authorization),
  userInfoInUrl,
  ...['X-Amz-Signature', 'X-Amz-Security-Token', 'X-Amz-Credential', 'X-Goog-Signature'].map(
    (name) => named(name, 8, 'any'),
  ),
  ...['Signature', 'Policy', 'Key-Pair-Id', 'sig'].map((name) => named(name, 8, 'query')),
  ...['access_token', 'refresh_token', 'device_code', 'client_secret'].map((name) =>
    named(name, 16, 'edge'),
  ),
  ...['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HUGGINGFACEHUB_API_TOKEN', 'NGC_API_KEY'].map((name) =>
    named(name, 16, 'edge'),
  ),
]

/** Long and without an underscore, as no identifier is; or shorter, but mixed as only chance mixes. */
function looksRandom(rest: string, before: number): boolean {
  const first = /^[A-Za-z0-9]*/.exec(rest)?.[0] ?? ''
  if (first.length >= 20) return true
  const mixed = /[a-z]/.test(first) && /[A-Z]/.test(first) && /\d/.test(first)
  return first.length >= 8 && mixed && attached[before] === 0
}

/** Long names of code, such as `self.refresh_token`, have none; credentials of that length do. */
function hasDigit(value: string): boolean {
  return /\d/.test(value)
}

function looksLikeJwt(rest: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]/.test(rest) ? rest.length >= 16 : /[A-Za-z0-9]{20}/.test(rest)
}

/** Reads on behind a shape's prefix; `ranOut` tells that bytes are missing which may still come. */
class Reader {
  ranOut = false
  readonly #window: Window
  readonly #begin: number
  readonly #end: number
  at: number

  constructor(window: Window, begin: number) {
    this.#window = window
    this.#begin = begin
    this.#end = Math.min(window.length, begin + reach)
    this.at = begin
  }

  /** Skips bytes of a class, at most `most`. False when more of them may still arrive. */
  skip(among: Uint8Array, most = reach): boolean {
    const limit = this.at + most
    const end = Math.min(this.#end, limit)
    const { bytes } = this.#window
    while (this.at < end && among[bytes[this.at] as number] === 1) this.at += 1
    return this.at < end || end === limit || !this.#lacksMore()
  }

  /** Takes bytes of a class like `skip`; null when more of them may still arrive. */
  run(among: Uint8Array, most = reach): string | null {
    const start = this.at
    return this.skip(among, most) ? this.from(start) : null
  }

  /** Takes exactly this text. */
  take(text: Uint8Array): boolean {
    for (const byte of text) {
      if (this.peek() !== byte) return false
      this.at += 1
    }
    return true
  }

  /** The next byte, or -1 at the end. */
  peek(): number {
    if (this.at < this.#end) return this.#window.bytes[this.at] as number
    this.#lacksMore()
    return -1
  }

  /** What was read since `start`. */
  from(start: number): string {
    const { buffer, byteOffset } = this.#window.bytes
    return Buffer.from(buffer, byteOffset + start, this.at - start).toString('latin1')
  }

  all(): Range {
    return { start: this.#begin, end: this.at }
  }

  #lacksMore(): boolean {
    const { length, final } = this.#window
    this.ranOut = !final && length < this.#begin + reach
    return this.ranOut
  }
}

function shape(prefix: string, read: (reader: Reader, before: number) => Range | null): Pattern {
  const head = Buffer.from(prefix)
  return {
    head,
    test: (window, at): Verdict => {
      const reader = new Reader(window, at)
      const before = at === 0 ? window.before : (window.bytes[at - 1] as number)
      const range = reader.take(head) ? read(reader, before) : null
      if (reader.ranOut) return 'more'
      return range ?? 'none'
    },
  }
}

/** A table of the bytes that a regular expression's character class names. */
function bytesOf(characterClass: string): Uint8Array {
  const pattern = new RegExp(`[${characterClass.replace(/[\\\]]/g, '\\$&')}]`)
  const table = new Uint8Array(256)
  for (let byte = 0; byte < 128; byte += 1)
    if (pattern.test(String.fromCharCode(byte))) table[byte] = 1
  return table
}
