/** A line that can begin a block of its own: no list item, no quote, no row of a table, nothing indented. */
const opening = /^(?![\s>|]|[-+*](?:\s|$)|\d{1,9}[.)](?:\s|$))/
/** What other blocks may refer to: `[1]: https://…`, `[^1]: …`. */
const definition = /^ {0,3}\[[^\]]+\]:/m
const fence = /^\s*(`{3,}|~{3,})(.*)$/

/**
 * Cuts a Markdown text into blocks that read the same on their own, so that of an answer which grows only
 * the last one is parsed anew. It is cut at empty lines outside of code alone, and not at all
 * where one part may refer to another. The blocks joined are the text.
 */
export function markdownBlocks(text: string): readonly string[] {
  if (definition.test(text)) return [text]
  const blocks: string[] = []
  let block = ''
  let isAfterEmpty = false
  /** The fence that the code stands in, if any. */
  let open = ''
  for (const line of text.split(/(?<=\n)/)) {
    if (open === '' && isAfterEmpty && opening.test(line)) {
      blocks.push(block)
      block = ''
    }
    block += line
    isAfterEmpty = line.trim() === ''
    const [, mark, rest = ''] = fence.exec(line.trimEnd()) ?? []
    if (mark === undefined) continue
    if (open === '') open = mark
    else if (mark.startsWith(open) && rest.trim() === '') open = ''
  }
  return block === '' ? blocks : [...blocks, block]
}
