import type { ReaderView, Standing, WhereView } from '../../shared/domain/where.ts'

/** A line of the map, from a copy to a tool. */
export interface MapLine {
  readonly copy: string
  readonly reader: string
  /** `uses`: this copy wins there. `looks`: it lies where the tool looks, and another wins. `asks`: through Hubkey. */
  readonly kind: 'uses' | 'looks' | 'asks'
  readonly standing: Standing
}

type Facts = Pick<WhereView, 'copies' | 'readers'>

/** Every line between the copies and the tools of one provider. */
export function linesOf({ copies, readers }: Facts, provider: string): readonly MapLine[] {
  const own = readers.filter((reader) => reader.provider === provider)
  // What Hubkey itself uses is what it answers with.
  const answer = own.find(({ id }) => id === 'hubkey' || id.startsWith('hubkey-'))?.uses ?? null
  return own.flatMap((reader) => {
    const asks = reader.asksHubkey && reader.uses === null ? answer : null
    const ids = [...new Set([...reader.copies, ...(asks === null ? [] : [asks])])]
    return ids.flatMap((id): MapLine[] => {
      const copy = copies.find((one) => one.id === id)
      if (copy === undefined) return []
      const kind = id === reader.uses ? 'uses' : id === asks ? 'asks' : 'looks'
      return [{ copy: id, reader: reader.id, kind, standing: copy.standing }]
    })
  })
}

/** The tools in the order of what they use, so that few lines cross. `order` is that of the copies. */
export function readersBeside(
  readers: readonly ReaderView[],
  lines: readonly MapLine[],
  order: readonly string[],
): readonly ReaderView[] {
  const heightOf = ({ id }: ReaderView): number => {
    const own = lines.filter(({ reader }) => reader === id)
    const strong = own.filter(({ kind }) => kind !== 'looks')
    const heights = (strong.length > 0 ? strong : own).map(({ copy }) => order.indexOf(copy))
    return heights.reduce((sum, height) => sum + height, 0) / Math.max(1, heights.length)
  }
  return [...readers].sort((one, other) => heightOf(one) - heightOf(other))
}
