import type { Range } from './range.ts'

/** One `key = value` of an INI text. */
export interface IniEntry extends Range {
  /** In lower case, as Python's ConfigParser has it. */
  readonly key: string
  readonly value: string
}

/** A section with its entries; the range reaches from its header to the next one's. */
export interface IniSection extends Range {
  readonly name: string
  readonly entries: readonly IniEntry[]
}

interface OpenSection {
  name: string
  start: number
  entries: OpenEntry[]
}
interface OpenEntry {
  key: string
  value: string
  start: number
  end: number
  indent: number
}

/**
 * Reads an INI text as Python's ConfigParser does (which `hf` and the NGC CLI use), remembering
 * where everything stands. Null when it is none, or holds a section or a key twice.
 */
export function readIni(text: string): readonly IniSection[] | null {
  const sections: OpenSection[] = []
  let entry: OpenEntry | null = null
  for (const { line, start, end } of linesOf(text)) {
    const content = line.trim()
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue
    const indent = line.length - line.trimStart().length
    if (entry !== null && indent > entry.indent) {
      entry.value += `\n${content}`
      entry.end = end
      continue
    }
    const header = /^\[([^\n]+)\]/.exec(content)?.[1]
    if (header !== undefined) {
      if (sections.some(({ name }) => name === header)) return null
      sections.push({ name: header, start, entries: [] })
      entry = null
      continue
    }
    const delimiter = content.search(/[=:]/)
    const section = sections.at(-1)
    if (delimiter <= 0 || section === undefined) return null
    const key = content.slice(0, delimiter).trim().toLowerCase()
    if (section.entries.some((one) => one.key === key)) return null
    entry = { key, value: content.slice(delimiter + 1).trim(), start, end, indent }
    section.entries.push(entry)
  }
  return sections.map((section, at) => ({
    ...section,
    end: sections[at + 1]?.start ?? text.length,
  }))
}

/** The value of a key, or null. */
export function valueOf(section: IniSection, key: string): string | null {
  return section.entries.find((entry) => entry.key === key)?.value ?? null
}

/** Lines without their end; the ranges include it. */
export function linesOf(text: string): readonly (Range & { readonly line: string })[] {
  const lines: (Range & { line: string })[] = []
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline + 1
    const line = text.slice(start, newline === -1 ? end : newline).replace(/\r$/, '')
    lines.push({ line, start, end })
    start = end
  }
  return lines
}
