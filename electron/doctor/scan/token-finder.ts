import type { ProviderId } from '../../../shared/domain/provider.ts'

/** A token at a place in a text. The only place of a scan where it is plain text: it is guarded next. */
export interface Hit {
  readonly provider: ProviderId
  readonly token: string
  /** From 1. */
  readonly line: number
}

/** A text that is known to be a token, whatever its shape. */
export interface KnownText {
  readonly provider: ProviderId
  readonly bytes: Buffer
  readonly text: string
}

/** Finds tokens in the bytes of a text. */
export type FindTokens = (bytes: Buffer) => readonly Hit[]

/** What a line says whose token is meant to lie there, as in a test. */
const allowed = 'hubkey:allow'
/** A line may be a whole notebook's output. */
const longestLine = 64 * 1024

const heads = ['hf_', 'api_org_', 'nvapi-'].map((text) => Buffer.from(text))
/** As their providers make them (facts of gitleaks and trufflehog). */
const shape =
  /^(?:hf_(?:oauth_|jwt_)[\w.-]{20,4000}|(?:hf|api_org)_[A-Za-z0-9]{30,256}(?![A-Za-z0-9])|nvapi-[\w-]{40,256})/
const longest = 4096

/**
 * A finder of token-shaped texts and of these known ones. It looks for what tokens begin with by the
 * machine's own search, and only there by a pattern, so that it costs little more than reading.
 */
export function createFinder(known: readonly KnownText[]): FindTokens {
  return (bytes) => {
    const found: { at: number; token: string; provider: ProviderId }[] = []
    for (const head of heads) {
      for (let at = bytes.indexOf(head); at !== -1; at = bytes.indexOf(head, at + head.length)) {
        const token = isInside(bytes, at) ? null : shapeAt(bytes, at)
        if (token === null) continue
        found.push({ at, token, provider: head[0] === 0x6e ? 'ngc' : 'huggingface' })
      }
    }
    for (const { bytes: text, text: token, provider } of known) {
      for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + text.length)) {
        if (!found.some((one) => one.at === at)) found.push({ at, token, provider })
      }
    }
    found.sort((one, other) => one.at - other.at)
    return withLines(bytes, found)
  }
}

/** A name such as `my_hf_…` is none. */
function isInside(bytes: Buffer, at: number): boolean {
  const before = at === 0 ? 0x0a : (bytes[at - 1] as number)
  return /[A-Za-z0-9_]/.test(String.fromCharCode(before))
}

function shapeAt(bytes: Buffer, at: number): string | null {
  const token = shape.exec(bytes.toString('latin1', at, at + longest))?.[0] ?? null
  // `hf_xxxxxxxx…` stands for a token in many a manual.
  return token !== null && new Set(token.slice(6)).size >= 8 ? token : null
}

function withLines(
  bytes: Buffer,
  found: readonly { at: number; token: string; provider: ProviderId }[],
): readonly Hit[] {
  let line = 1
  let counted = 0
  return found.flatMap(({ at, token, provider }) => {
    for (let next = bytes.indexOf(0x0a, counted); next !== -1 && next < at;) {
      line += 1
      counted = next + 1
      next = bytes.indexOf(0x0a, counted)
    }
    const end = bytes.indexOf(0x0a, at)
    const until = Math.min(end === -1 ? bytes.length : end, at + longestLine)
    const text = bytes.toString('latin1', Math.max(counted, at - longestLine), until)
    return text.includes(allowed) ? [] : [{ provider, token, line }]
  })
}

/** As git and grep tell: a NUL near the beginning. */
export function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8000).includes(0)
}
