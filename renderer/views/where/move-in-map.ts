import type { MapLine } from '../../words/map-lines.ts'

/** Moves the focus along the map: up and down in a column, left and right along a line. False when the key says nothing. */
export function moveInMap(
  map: HTMLElement | null,
  key: string,
  lines: readonly MapLine[],
): boolean {
  const from = document.activeElement
  if (map === null || !(from instanceof HTMLElement) || !map.contains(from)) return false
  const target = nextNode(map, from, key, lines)
  target?.focus()
  return target !== undefined
}

function nextNode(
  map: HTMLElement,
  from: HTMLElement,
  key: string,
  lines: readonly MapLine[],
): HTMLElement | undefined {
  const { copy, reader } = from.dataset
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    const kind = copy === undefined ? '[data-reader]' : '[data-copy]'
    const column = [...map.querySelectorAll<HTMLElement>(`button${kind}`)]
    return column[column.indexOf(from) + (key === 'ArrowDown' ? 1 : -1)]
  }
  const strong = lines.filter(({ kind }) => kind !== 'looks')
  const all = [...strong, ...lines]
  if (key === 'ArrowRight' && copy !== undefined) {
    return nodeOf(map, 'reader', all.find((line) => line.copy === copy)?.reader)
  }
  if (key === 'ArrowLeft' && reader !== undefined) {
    return nodeOf(map, 'copy', all.find((line) => line.reader === reader)?.copy)
  }
  return undefined
}

/** The button of a copy or of a tool. */
export function nodeOf(
  map: ParentNode,
  kind: 'copy' | 'reader',
  id: string | undefined,
): HTMLElement | undefined {
  if (id === undefined) return undefined
  return map.querySelector<HTMLElement>(`button[data-${kind}="${CSS.escape(id)}"]`) ?? undefined
}
