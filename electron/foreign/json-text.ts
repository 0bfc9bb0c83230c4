import type { Range } from './range.ts'

/**
 * What has to go for the member at this path of a JSON text to go, comma included, so that every
 * other byte stays. The text must have passed `JSON.parse`. Null when there is no such member.
 */
export function memberRange(text: string, path: readonly string[]): Range | null {
  let open = skipSpace(text, 0)
  let found: Range | null = null
  for (const key of path) {
    if (text[open] !== '{') return null
    const members = membersOf(text, open)
    // As `JSON.parse` has it, the last of two with the same name counts.
    const at = members.findLastIndex((member) => member.key === key)
    const member = members[at]
    if (member === undefined) return null
    const [before, after] = [members[at - 1], members[at + 1]]
    if (after !== undefined) found = { start: member.start, end: after.start }
    else if (before !== undefined) found = { start: before.end, end: member.end }
    else found = { start: open + 1, end: skipSpace(text, member.end) }
    open = member.value
  }
  return found
}

interface Member extends Range {
  readonly key: string
  /** Where the value begins. */
  readonly value: number
}

function membersOf(text: string, open: number): readonly Member[] {
  const members: Member[] = []
  let at = skipSpace(text, open + 1)
  while (text[at] === '"') {
    const start = at
    const keyEnd = skipString(text, at)
    const key = JSON.parse(text.slice(start, keyEnd)) as string
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1)
    const end = skipValue(text, value)
    members.push({ key, start, value, end })
    at = skipSpace(text, end)
    if (text[at] !== ',') break
    at = skipSpace(text, at + 1)
  }
  return members
}

function skipValue(text: string, from: number): number {
  let depth = 0
  let at = from
  do {
    const sign = text[at]
    if (sign === '"') at = skipString(text, at)
    else {
      if (sign === '{' || sign === '[') depth += 1
      if (sign === '}' || sign === ']') depth -= 1
      at += 1
    }
  } while (at < text.length && (depth > 0 || !isEnd(text, at)))
  return at
}

/** True where a value that is inside of nothing is over. */
function isEnd(text: string, at: number): boolean {
  return /[\s,}\]]/.test(text[at] ?? ',') || /["}\]]/.test(text[at - 1] ?? '')
}

function skipString(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (/\s/.test(text[at] ?? '.')) at += 1
  return at
}
