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
