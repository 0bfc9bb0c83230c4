import type { ReactNode } from 'react'
import type { SinkView } from '../../../shared/domain/sink.ts'

type Copy = SinkView['copies'][number]

/** Each copy in a sink: where it lies, whose it is, and its fingerprint, which tells equal from unequal. */
export function SinkCopies({ sink }: { readonly sink: Pick<SinkView, 'copies'> }): ReactNode {
  return (
    <ul className="copies">
      {sink.copies.map((copy) => (
        <li key={`${copy.where} ${copy.name ?? ''}`}>
          <div className="row wrap copy-row">
            <span className="mono grow">
              {copy.where}
              {copy.name !== null && ` [${copy.name}]`}
            </span>
            <span className="meta">
              {ownerOf(copy)} · <span className="mono">{copy.fingerprint}</span>
            </span>
          </div>
          {isReadableByOthers(copy.mode) && (
            <p className="warn-text">
              Others on this machine may read this file (mode {copy.mode}).
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}

function ownerOf({ account }: Copy): string {
  return account === null ? 'not Hubkey’s' : account
}

function isReadableByOthers(mode: string | null): boolean {
  return mode !== null && (Number.parseInt(mode, 8) & 0o077) !== 0
}
