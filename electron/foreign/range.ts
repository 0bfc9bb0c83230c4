/** A part of a text, from `start` up to and without `end`, in UTF-16 units. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** The text without these parts, which are in order and do not overlap. */
export function without(text: string, ranges: readonly Range[]): string {
  let rest = ''
  let from = 0
  for (const { start, end } of ranges) {
    rest += text.slice(from, start)
    from = end
  }
  return rest + text.slice(from)
}
