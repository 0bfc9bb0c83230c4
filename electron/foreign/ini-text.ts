import { IniError, readSections } from '../files/ini-lines.ts'
import type { Range } from './range.ts'

/** One `key = value` of an INI text, with the lines that continue it. */
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

/**
 * Reads an INI text as Python's ConfigParser does (which `hf` and the NGC CLI use), remembering
 * where everything stands. Null when it is none, or holds a section or a key twice.
 */
export function readIni(text: string): readonly IniSection[] | null {
  const lines = linesOf(text)
  const startOf = (at: number): number => lines[at]?.start ?? text.length
  try {
    const sections = readSections(lines.map(({ line }) => line))
    return sections.map(({ name, header, options }, at) => ({
      name,
      start: startOf(header),
      end: startOf(sections[at + 1]?.header ?? lines.length),
      entries: options.map(({ key, value, lines: own }) => ({
        key,
        value,
        start: startOf(Math.min(...own)),
        end: startOf(Math.max(...own) + 1),
      })),
    }))
  } catch (cause) {
    if (cause instanceof IniError) return null
    throw cause
  }
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
