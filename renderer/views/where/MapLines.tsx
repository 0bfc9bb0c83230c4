import { useEffect, useState, type ReactNode, type RefObject } from 'react'
import type { MapLine } from '../../words/map-lines.ts'
import { standingMeaning } from '../../words/where.ts'
import { nodeOf } from './move-in-map.ts'

interface MapLinesProps {
  readonly box: RefObject<HTMLElement | null>
  readonly lines: readonly MapLine[]
  /** The copy or the tool whose lines stand out; null for all alike. */
  readonly lit: string | null
}

/** A line with its ends, in the box's own pixels. */
interface DrawnLine extends MapLine {
  readonly from: Point
  readonly to: Point
}

interface Point {
  readonly x: number
  readonly y: number
}

/** The lines, measured from where both ends stand. Decoration: the ends say the same in words. */
export function MapLines({ box, lines, lit }: MapLinesProps): ReactNode {
  const [drawn, setDrawn] = useState<readonly DrawnLine[]>([])
  // Which lines there are, as one value: the list itself is made anew at every turn.
  const wanted = JSON.stringify(lines)
  // Not a layout effect: the box around it is known only after those.
  useEffect(() => {
    const map = box.current
    if (map === null) return
    // It fires at once, and whenever a place wraps or the window changes.
    const observer = new ResizeObserver(() => {
      setDrawn(measure(map, JSON.parse(wanted) as MapLine[]))
    })
    observer.observe(map)
    for (const column of map.querySelectorAll('ul')) observer.observe(column)
    return () => {
      observer.disconnect()
    }
  }, [box, wanted])
  // Faint ones first, so that what counts lies on top.
  const order = [...drawn].sort((one, other) => weightOf(one) - weightOf(other))
  return (
    <svg className="map-lines" aria-hidden="true">
      {order.map(({ copy, reader, kind, standing, from, to }) => {
        const isOut = lit !== null && lit !== copy && lit !== reader
        const middle = (from.x + to.x) / 2
        return (
          <g
            key={`${copy} ${reader}`}
            className={`map-line ${kind} ${standingMeaning[standing].tone}${isOut ? ' out' : ''}`}
            data-line={`${copy} ${reader}`}
          >
            <path
              d={`M${from.x},${from.y} C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}`}
            />
            {kind !== 'looks' && <circle cx={to.x} cy={to.y} r={4} />}
          </g>
        )
      })}
    </svg>
  )
}

function weightOf({ kind }: MapLine): number {
  return kind === 'looks' ? 0 : 1
}

function measure(map: HTMLElement, lines: readonly MapLine[]): readonly DrawnLine[] {
  const ground = map.getBoundingClientRect()
  return lines.flatMap((line) => {
    const [copy, reader] = [nodeOf(map, 'copy', line.copy), nodeOf(map, 'reader', line.reader)]
    if (copy === undefined || reader === undefined) return []
    const [start, end] = [copy.getBoundingClientRect(), reader.getBoundingClientRect()]
    const from = { x: start.right - ground.left, y: middleOf(start) - ground.top }
    const to = { x: end.left - ground.left, y: middleOf(end) - ground.top }
    return [{ ...line, from, to }]
  })
}

function middleOf({ top, height }: DOMRect): number {
  return top + height / 2
}
