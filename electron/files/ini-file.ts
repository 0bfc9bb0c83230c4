import { defaultSection, IniError, readSections, strip, type IniSection } from './ini-lines.ts'

/**
 * An INI file as Python's `ConfigParser(interpolation=None)` sees it, to be changed without
 * touching anything else in it: other sections, keys, comments, order, blank lines and line ends
 * stay as they are. Every change gives a new file.
 */
export class IniFile {
  readonly #lines: readonly string[]
  readonly #ends: string
  readonly #sections: readonly IniSection[]

  /** Throws `IniError` for a text that `ConfigParser` refuses. */
  constructor(text: string) {
    // Python opens it with universal line ends.
    this.#lines = text.split(/\r\n|\r|\n/)
    this.#ends = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n'
    this.#sections = readSections(this.#lines)
  }

  /** The file's text; a mix of line ends becomes the first one of them once something changed. */
  get text(): string {
    return this.#lines.join(this.#ends)
  }

  /** Names of its sections; `DEFAULT` is none. */
  get names(): readonly string[] {
    return this.#sections.flatMap(({ name }) => (name === defaultSection ? [] : [name]))
  }

  /** The keys of a section (or of `DEFAULT`) with what it inherits; null when there is none. */
  fieldsOf(name: string): ReadonlyMap<string, string> | null {
    const own = this.#sections.filter((section) => section.name === name)
    if (own.length === 0) return null
    const inherited = this.#sections.filter((section) => section.name === defaultSection)
    const options = [...inherited, ...own].flatMap((section) => section.options)
    return new Map(options.map(({ key, value }) => [key, value]))
  }

  /** With a key set, in a section that is made when there is none. Throws `IniError`. */
  with(name: string, key: string, value: string): IniFile {
    if (!isSectionName(name) || !isValue(value)) throw new IniError('cannot be written')
    const line = `${key} = ${value}`
    const section = this.#sections.find((one) => one.name === name)
    if (section === undefined) return this.#appended([`[${name}]`, line])
    const option = section.options.find((one) => one.key === key)
    const [place = section.header] = option?.lines ?? []
    // A line that is indented less than the next would swallow it.
    const like = option?.lines[0] ?? section.options[0]?.lines[0]
    const indent = like === undefined ? '' : indentOf(this.#lines[like])
    return this.#edited(name, new Set(option?.lines), { at: place, text: indent + line })
  }

  /** Without a key; a section that does not have it stays as it is. */
  without(name: string, key: string): IniFile {
    const options = this.#sections
      .filter((section) => section.name === name)
      .flatMap((section) => section.options)
      .filter((option) => option.key === key)
    return this.#edited(name, new Set(options.flatMap(({ lines }) => lines)))
  }

  /** Without a section. Comments that stand after its last key are the next section's, and stay. */
  withoutSection(name: string): IniFile {
    const at = this.#sections.findIndex((section) => section.name === name)
    const section = this.#sections[at]
    if (section === undefined) return this
    // After the last line end there is nothing, which is no blank line.
    const next = this.#sections[at + 1]?.header ?? this.#lines.length - 1
    const last = Math.max(section.header, ...section.options.flatMap(({ lines }) => lines))
    const gone = new Set<number>()
    for (let line = section.header; line <= last; line += 1) gone.add(line)
    // The blank lines that parted it from the next go with it.
    for (let line = last + 1; line < next && isBlank(this.#lines[line]); line += 1) gone.add(line)
    return this.#edited(name, gone)
  }

  #appended(lines: readonly string[]): IniFile {
    const kept = [...this.#lines]
    while (kept.length > 0 && isBlank(kept.at(-1))) kept.pop()
    if (kept.length > 0) kept.push('')
    // `ConfigParser.write` ends each section with a blank line, and so do we.
    return new IniFile([...kept, ...lines, '', ''].join(this.#ends))
  }

  /** Without some lines, and with one more after a place. Only this section may change by it. */
  #edited(
    name: string,
    gone: ReadonlySet<number>,
    more?: { readonly at: number; readonly text: string },
  ): IniFile {
    const lines = this.#lines.flatMap((text, at) => [
      ...(gone.has(at) ? [] : [text]),
      ...(at === more?.at ? [more.text] : []),
    ])
    const edited = new IniFile(lines.join(this.#ends))
    // Indented headers can make a line belong to another section once its neighbours are gone.
    if (edited.#meaningBut(name) !== this.#meaningBut(name)) throw new IniError('too entangled')
    return edited
  }

  /** What every other section says, to be compared. */
  #meaningBut(name: string): string {
    const others = this.#sections.filter((section) => section.name !== name)
    return JSON.stringify(
      others.map((one) => [one.name, one.options.map(({ key, value }) => [key, value])]),
    )
  }
}

/** Whether `ConfigParser` reads back the very same name, in every version of it. */
export function isSectionName(name: string): boolean {
  return (
    name !== '' &&
    name !== defaultSection &&
    !/[\]\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(name)
  )
}

function isValue(text: string): boolean {
  return text !== '' && text === strip(text) && !/[\r\n]/.test(text)
}

function indentOf(line = ''): string {
  return line.slice(0, line.length - line.trimStart().length)
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || strip(line) === ''
}
