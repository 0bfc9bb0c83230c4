import { overwrites } from '../../shared/log-text.ts'

/** A piece of a line that looks the same throughout. */
export interface Styled {
  readonly text: string
  /** Classes of the style sheet, or null for plain text. */
  readonly style: string | null
}

/** What a terminal would have switched on. */
interface Pen {
  readonly colour: string | null
  readonly bold: boolean
  readonly italic: boolean
  readonly underline: boolean
}

const plain: Pen = { colour: null, bold: false, italic: false, underline: false }
/** Black and white are the text's own colour: a log is read on light and on dark. */
const colours = [null, 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', null] as const

/** A line in the colours of its SGR codes (ECMA-48 §8.3.117). Grounds are left out: they would take the contrast away. */
export function styled(line: string): readonly Styled[] {
  const text = line.startsWith(overwrites) ? line.slice(overwrites.length) : line
  if (!text.includes('\u001b')) return [{ text, style: null }]
  const parts: Styled[] = []
  let pen = plain
  for (const [index, part] of text.split(/\u001b\[([0-9;:]*)m/).entries()) {
    if (index % 2 === 1) pen = after(pen, part)
    else if (part !== '') parts.push({ text: part.replace(/\u001b/g, ''), style: classesOf(pen) })
  }
  return parts
}

function after(pen: Pen, codes: string): Pen {
  const numbers = codes.split(/[;:]/).map(Number)
  let next = pen
  for (let at = 0; at < numbers.length; at += 1) {
    const code = numbers[at] ?? 0
    if (code === 38 || code === 48) {
      const { colour, length } = extended(numbers.slice(at + 1))
      if (code === 38) next = { ...next, colour }
      at += length
    } else next = apply(next, code)
  }
  return next
}

function apply(pen: Pen, code: number): Pen {
  if (code === 0) return plain
  if (code === 1) return { ...pen, bold: true }
  if (code === 3) return { ...pen, italic: true }
  if (code === 4) return { ...pen, underline: true }
  if (code === 22) return { ...pen, bold: false }
  if (code === 23) return { ...pen, italic: false }
  if (code === 24) return { ...pen, underline: false }
  if (code >= 30 && code <= 37) return { ...pen, colour: colours[code - 30] ?? null }
  if (code >= 90 && code <= 97) return { ...pen, colour: colours[code - 90] ?? null }
  return code === 39 ? { ...pen, colour: null } : pen
}

/** `5;n` or `2;r;g;b`: the nearest of the six hues that are legible on both grounds. */
function extended(rest: readonly number[]): { colour: string | null; length: number } {
  const [kind, ...numbers] = rest
  if (kind === 2) return { colour: nearest(numbers.slice(0, 3)), length: 4 }
  if (kind !== 5) return { colour: null, length: 1 }
  const code = numbers[0] ?? 0
  if (code < 16) return { colour: colours[code % 8] ?? null, length: 2 }
  if (code >= 232) return { colour: null, length: 2 }
  const cube = [Math.floor((code - 16) / 36), Math.floor((code - 16) / 6) % 6, (code - 16) % 6]
  return { colour: nearest(cube.map((one) => one * 51)), length: 2 }
}

/** By which of red, green and blue stand out; grey is the text's own colour. */
function nearest([red = 0, green = 0, blue = 0]: readonly number[]): string | null {
  const most = Math.max(red, green, blue)
  const least = Math.min(red, green, blue)
  if (most - least < 40) return null
  const isOn = (value: number): number => (value - least > (most - least) / 2 ? 1 : 0)
  return colours[isOn(red) + 2 * isOn(green) + 4 * isOn(blue)] ?? null
}

function classesOf({ colour, bold, italic, underline }: Pen): string | null {
  const names = [
    colour === null ? null : `ansi-${colour}`,
    bold ? 'ansi-bold' : null,
    italic ? 'ansi-italic' : null,
    underline ? 'ansi-underline' : null,
  ].filter((name) => name !== null)
  return names.length === 0 ? null : names.join(' ')
}
