import type { ReactNode } from 'react'
import type { SourceKind, SourceView } from '../../../shared/domain/provider.ts'
import { isReadableByOthers, sourceName, sourcePlace } from '../../words/source.ts'

interface RoadProps {
  readonly sources: readonly SourceView[]
  readonly winner: SourceKind | null
}

/** The places a token can come from, in the order in which they win. */
export function Road({ sources, winner }: RoadProps): ReactNode {
  const used = sources.find(({ kind }) => kind === winner)
  const found = sources.filter(({ present }) => present === true)
  // A single copy in the keyring is all said by the road itself.
  const copies = found.length === 1 && found[0]?.kind === 'keyring' ? [] : found
  return (
    <>
      <ol className="road" aria-label="Where the token comes from, first hit wins">
        <li className="road-head" aria-hidden="true">
          Looked in
        </li>
        {sources.map((source) => (
          <li key={source.kind}>
            <Stop source={source} isUsed={source.kind === winner} />
          </li>
        ))}
      </ol>
      {copies.length > 0 && (
        <ul className="copies">
          {copies.map((source) => (
            <Copy key={source.kind} source={source} used={used} />
          ))}
        </ul>
      )}
    </>
  )
}

interface StopProps {
  readonly source: SourceView
  readonly isUsed: boolean
}

function Stop({ source: { kind, present }, isUsed }: StopProps): ReactNode {
  const name = sourceName[kind]
  if (isUsed) {
    return (
      <b>
        {name} <span className="visually-hidden">(used)</span>
      </b>
    )
  }
  if (present === true) {
    return (
      <>
        <s>{name}</s> <span className="visually-hidden">(shadowed)</span>
      </>
    )
  }
  return (
    <span className="nothing-there">
      {name}
      {present === null ? ' ?' : ''}{' '}
      <span className="visually-hidden">{present === null ? '(could not be read)' : '(none)'}</span>
    </span>
  )
}

interface CopyProps {
  readonly source: SourceView
  readonly used: SourceView | undefined
}

function Copy({ source, used }: CopyProps): ReactNode {
  const isSame = source.fingerprint !== null && source.fingerprint === used?.fingerprint
  const relation = source === used ? 'used' : isSame ? 'the same token' : 'another token, not used'
  return (
    <li>
      <div className="row">
        <span className="mono grow">{sourcePlace(source)}</span>
        <span className="meta">{relation}</span>
      </div>
      {isReadableByOthers(source) && (
        <p className="warn-text">
          Others on this machine may read this file (mode {source.mode}). Make it yours alone:{' '}
          <span className="mono">chmod 600 {source.path}</span>
        </p>
      )}
    </li>
  )
}
