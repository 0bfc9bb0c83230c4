/** Which files of a repository are meant. */
export interface Choice {
  /** A file must match one of these, when there are any. */
  readonly include: readonly string[]
  /** A file must match none of these. */
  readonly exclude: readonly string[]
}

/**
 * Tells which paths are meant, as `huggingface_hub` does: Python's `fnmatch`, in which `*` also
 * matches slashes; a pattern that ends with a slash means everything in that folder.
 */
export function chooses({ include, exclude }: Choice): (path: string) => boolean {
  const wanted = include.map(readPattern)
  const unwanted = exclude.map(readPattern)
  return (path) =>
    (wanted.length === 0 || wanted.some((pattern) => pattern.test(path))) &&
    !unwanted.some((pattern) => pattern.test(path))
}

/** Python's `fnmatch.translate`, as a JavaScript pattern. */
function readPattern(text: string): RegExp {
  const plain = text.replaceAll('\\', '/')
  const signs = Array.from(plain.endsWith('/') ? `${plain}*` : plain)
  let pattern = ''
  for (let at = 0; at < signs.length; at += 1) {
    const sign = signs[at] ?? ''
    const end = sign === '[' ? endOfSet(signs, at) : null
    if (sign === '*') {
      // Several stars in a row mean no more than one, and would only cost time.
      if (signs[at - 1] !== '*') pattern += '.*'
    } else if (sign === '?') {
      pattern += '.'
    } else if (end !== null) {
      pattern += readSet(signs.slice(at + 1, end))
      at = end
    } else {
      pattern += literal(sign)
    }
  }
  return new RegExp(`^(?:${pattern})$`, 'su')
}

/** Where a set that begins at `start` is closed; a bracket right at its beginning belongs to it. */
function endOfSet(signs: readonly string[], start: number): number | null {
  let at = start + 1
  if (signs[at] === '!') at += 1
  if (signs[at] === ']') at += 1
  const end = signs.indexOf(']', at)
  return end === -1 ? null : end
}

/** `[a-c]`, `[!a-c]`. A range that runs backwards holds nothing. */
function readSet(signs: readonly string[]): string {
  const isNegated = signs[0] === '!'
  let members = ''
  for (let at = isNegated ? 1 : 0; at < signs.length; at += 1) {
    const [first = '', dash, last] = signs.slice(at, at + 3)
    if (dash === '-' && last !== undefined) {
      if (codeOf(first) <= codeOf(last)) members += `${literal(first)}-${literal(last)}`
      at += 2
    } else {
      members += literal(first)
    }
  }
  if (members === '') return isNegated ? '.' : '(?!)'
  return `[${isNegated ? '^' : ''}${members}]`
}

function literal(sign: string): string {
  return `\\u{${codeOf(sign).toString(16)}}`
}

function codeOf(sign: string): number {
  return sign.codePointAt(0) ?? 0
}
