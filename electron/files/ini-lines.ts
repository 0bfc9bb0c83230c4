/**
 * Reads lines as Python's `ConfigParser(interpolation=None)` does (`configparser.py`, `_read`),
 * and remembers which lines each thing came from.
 */

/** A file that `ConfigParser` refuses. */
export class IniError extends Error {}

/** One key, with the lines it stands on: its own and those that continue it. */
export interface IniOption {
  readonly key: string
  readonly value: string
  readonly lines: readonly number[]
}

/** One section, `DEFAULT` included. It ends before the next header. */
export interface IniSection {
  readonly name: string
  /** Index of the line with its name. */
  readonly header: number
  readonly options: readonly IniOption[]
}

/** Sections whose keys every other section inherits; never listed as one. */
export const defaultSection = 'DEFAULT'

/** What Python counts as white space, which is not what JavaScript does. */
const space =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const white = new RegExp(`[${space}]`)
const black = new RegExp(`[^${space}]`)
const headerForm = /^\[([^]+)\]/

/** Python's `str.strip()`. */
export function strip(text: string): string {
  const start = text.search(black)
  return start === -1 ? '' : stripEnd(text.slice(start))
}

/** Python's `str.rstrip()`. A pattern for it would look at a long run of spaces once for each of them. */
function stripEnd(text: string): string {
  let end = text.length
  while (end > 0 && white.test(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

interface OpenOption {
  readonly key: string
  readonly values: string[]
  readonly lines: number[]
}

interface OpenSection {
  readonly name: string
  readonly header: number
  readonly options: OpenOption[]
}

/** Reads a file's lines. Throws `IniError` where `ConfigParser` raises. */
export function readSections(lines: readonly string[]): readonly IniSection[] {
  const sections: OpenSection[] = []
  const names = new Set<string>()
  const keys = new Set<string>()
  let section: OpenSection | null = null
  let option: OpenOption | null = null
  let indent = 0
  for (const [at, line] of lines.entries()) {
    const text = strip(line)
    const isComment = text.startsWith('#') || text.startsWith(';')
    if (text === '' || isComment) {
      // An empty line belongs to the value above; the lines it spans stay together that way.
      if (!isComment) option?.values.push('')
      continue
    }
    const lineIndent = line.search(black)
    if (option !== null && lineIndent > indent) {
      option.values.push(text)
      option.lines.push(at)
      continue
    }
    indent = lineIndent
    const name = headerForm.exec(text)?.[1]
    if (name !== undefined) {
      if (name !== defaultSection && names.has(name)) throw new IniError('a section twice')
      names.add(name)
      section = { name, header: at, options: [] }
      sections.push(section)
      option = null
      continue
    }
    const delimiter = text.search(/[=:]/)
    if (section === null || delimiter <= 0) throw new IniError('a strange line')
    const key = stripEnd(text.slice(0, delimiter)).toLowerCase()
    const path = JSON.stringify([section.name, key])
    if (keys.has(path)) throw new IniError('a key twice')
    keys.add(path)
    option = { key, values: [strip(text.slice(delimiter + 1))], lines: [at] }
    section.options.push(option)
  }
  return sections.map(({ name, header, options }) => ({
    name,
    header,
    options: options.map(({ key, values, lines: own }) => ({
      key,
      value: stripEnd(values.join('\n')),
      lines: own,
    })),
  }))
}
