import type { ReactNode } from 'react'
import type { CopyView, ReaderView } from '../../../shared/domain/where.ts'
import { useWhere } from '../../state/where.ts'
import type { MapLine } from '../../words/map-lines.ts'
import { readerSentence, standingMeaning } from '../../words/where.ts'
import { pointedAt, type OnLight } from './pointed-at.ts'

interface ReaderNodeProps {
  readonly reader: ReaderView
  readonly copies: readonly CopyView[]
  /** The line to the copy that it comes to, by itself or through Hubkey. */
  readonly answer: MapLine | undefined
  readonly onLight: OnLight
}

/** One tool in the map, and which copy it uses. It leads to that copy. */
export function ReaderNode({ reader, copies, answer, onLight }: ReaderNodeProps): ReactNode {
  const { id, label } = reader
  const tone = answer === undefined ? 'calm' : standingMeaning[answer.standing].tone
  return (
    <li>
      <button
        type="button"
        className={`map-node to ${tone}${answer === undefined ? '' : ' wins'}`}
        data-reader={id}
        onClick={() => {
          if (answer !== undefined) useWhere.setState({ chosen: answer.copy })
        }}
        {...pointedAt(id, onLight)}
      >
        <span className="map-node-name">{label}</span>
        <span className="meta">
          {readerSentence(reader, copies)}
          {answer !== undefined && (
            <span className="visually-hidden">, which is {answer.standing}</span>
          )}
        </span>
      </button>
    </li>
  )
}
