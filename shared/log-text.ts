/** What a line of a log begins with that takes the place of the line before it: a bar that was drawn anew. */
export const overwrites = '\r'

const terminalCodes = /\u001b(?:\[[0-9;?:]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?)/g

/** A log line without the colour and cursor codes that only a terminal understands, and without its mark. */
export function plainText(line: string): string {
  const text = line.startsWith(overwrites) ? line.slice(overwrites.length) : line
  return text.includes('\u001b') ? text.replace(terminalCodes, '') : text
}

/** Lines without those that a later one takes the place of. */
export function withoutOverwritten<T extends { readonly text: string }>(lines: readonly T[]): T[] {
  return lines.filter((_, index) => lines[index + 1]?.text.startsWith(overwrites) !== true)
}

/** Colours first, then every other code and what else would act on a terminal. */
const codes =
  /(\u001b\[[0-9;:]{0,64}m)|\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/**
 * A line of a program's as a reader wants it: colours are kept, and what would move a terminal's cursor, ring its bell
 * or set its title is not. A colour ends with its line; of a bar that was drawn anew the last state is left.
 */
export function readableLine(line: string): string {
  const states = line.includes('\r') ? line.split('\r').filter((state) => state !== '') : [line]
  const text = (states.at(-1) ?? '').replace(codes, (_, colour: string | undefined) => colour ?? '')
  const last = text.lastIndexOf('\u001b')
  const isOver = last < 0 || ['\u001b[0m', '\u001b[m'].some((end) => text.startsWith(end, last))
  return isOver ? text : `${text}\u001b[0m`
}
