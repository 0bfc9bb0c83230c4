import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { WhereView } from '../../../shared/domain/where.ts'
import { useWhere } from '../../state/where.ts'
import { linesOf, readersBeside } from '../../words/map-lines.ts'
import { groupsOf } from '../../words/where.ts'
import { CopyNode } from './CopyNode.tsx'
import { MapLines } from './MapLines.tsx'
import { ReaderNode } from './ReaderNode.tsx'
import { StandingChip } from './StandingChip.tsx'
import { moveInMap } from './move-in-map.ts'

interface ProviderMapProps {
  readonly provider: string
  readonly label: string
  readonly view: WhereView
}

/** One provider's part of the map. What the lines say is also in the words of both ends. */
export function ProviderMap({ provider, label, view }: ProviderMapProps): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const titleId = useId()
  const chosen = useWhere((state) => state.chosen)
  /** The copy or the tool that is pointed at. */
  const [lit, setLit] = useState<string | null>(null)
  const groups = groupsOf(view.copies, provider)
  const lines = linesOf(view, provider)
  const order = groups.flatMap(({ copies }) => copies.map(({ id }) => id))
  const own = view.readers.filter((reader) => reader.provider === provider)
  const readers = readersBeside(own, lines, order)
  const shown = lit ?? (chosen !== null && order.includes(chosen) ? chosen : null)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (moveInMap(box.current, event.key, lines)) event.preventDefault()
  }
  return (
    <section aria-labelledby={titleId}>
      <h2 id={titleId}>{label}</h2>
      <div ref={box} className="token-map" onKeyDown={onKeyDown}>
        <MapLines box={box} lines={lines} lit={shown} />
        <ul className="map-groups" aria-label={`Copies of ${label} tokens`}>
          {groups.map(({ key, standing, whose, copies }) => (
            <li key={key} className="map-group">
              <div className="row map-group-head">
                <b className="grow">{whose}</b>
                <StandingChip standing={standing} />
              </div>
              <ul>
                {copies.map((copy) => (
                  <CopyNode key={copy.id} copy={copy} readers={own} onLight={setLit} />
                ))}
              </ul>
            </li>
          ))}
        </ul>
        <ul className="map-readers" aria-label={`Tools that use ${label} tokens`}>
          {readers.map((reader) => (
            <ReaderNode
              key={reader.id}
              reader={reader}
              copies={view.copies}
              answer={lines.find((line) => line.reader === reader.id && line.kind !== 'looks')}
              onLight={setLit}
            />
          ))}
        </ul>
      </div>
    </section>
  )
}
