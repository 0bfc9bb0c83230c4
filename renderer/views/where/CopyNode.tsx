import type { ReactNode } from 'react'
import type { CopyView, ReaderView } from '../../../shared/domain/where.ts'
import { useWhere } from '../../state/where.ts'
import { shortPlace, standingMeaning, sentenceOfUse } from '../../words/where.ts'
import { pointedAt, type OnLight } from './pointed-at.ts'

interface CopyNodeProps {
  readonly copy: CopyView
  readonly readers: readonly ReaderView[]
  readonly onLight: OnLight
}

/** One copy in the map: where it lies, whether it is in use, and a way to all that is known of it. */
export function CopyNode({ copy, readers, onLight }: CopyNodeProps): ReactNode {
  const { id, label, name, where, fingerprint, standing, wins, wide, mode } = copy
  const isChosen = useWhere(({ chosen }) => chosen === id)
  const { tone } = standingMeaning[standing]
  const isNamed = name !== null && name !== where
  return (
    <li>
      <button
        type="button"
        className={`map-node from ${tone}${wins.length > 0 ? ' wins' : ''}`}
        data-copy={id}
        aria-expanded={isChosen}
        onClick={() => {
          useWhere.setState({ chosen: isChosen ? null : id })
        }}
        {...pointedAt(id, onLight)}
      >
        <span className="map-node-line">
          <span className="map-node-name">
            {label}
            {isNamed && <span className="meta"> {name}</span>}
          </span>
          <span className="mono meta">{fingerprint}</span>
        </span>
        <span className="map-node-line">
          <span className="mono map-node-place">{shortPlace(where)}</span>
          {wins.length > 0 && <span className="map-node-use">used by {wins.length}</span>}
        </span>
        {wide && <span className="map-node-mark warn-word">{mode}: open to others</span>}
        <span className="visually-hidden">
          , {standing}, {sentenceOfUse(copy, readers)}
        </span>
      </button>
    </li>
  )
}
