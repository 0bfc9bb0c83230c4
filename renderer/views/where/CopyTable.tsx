import type { ReactNode } from 'react'
import type { CopyView, WhereView } from '../../../shared/domain/where.ts'
import { Menu } from '../../components/Menu.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { placeOf } from '../../words/foreign.ts'
import { groupsOf, providerName, readerSentence, sentenceOfUse } from '../../words/where.ts'
import { StandingChip } from './StandingChip.tsx'
import { verbsOf, whyItStays } from './copy-verbs.ts'

/** The facts of the map as tables: the copies of each provider, then who uses which. */
export function CopyTable({ view }: { readonly view: WhereView }): ReactNode {
  const providers = useSnapshot((snapshot) => snapshot.providers)
  const ids = [...new Set(view.copies.map(({ provider }) => provider))]
  return ids.map((id) => {
    const label = providerName(id, providers)
    const readers = view.readers.filter(({ provider }) => provider === id)
    return (
      <section key={id} aria-label={label}>
        <h2>{label}</h2>
        <div className="card copy-table">
          <table>
            <caption className="visually-hidden">Copies of {label} tokens</caption>
            <thead>
              <tr>
                <th scope="col" className="col-token">
                  Token
                </th>
                <th scope="col">Place</th>
                <th scope="col" className="col-mode">
                  Mode
                </th>
                <th scope="col" className="col-use">
                  Use
                </th>
                <th scope="col" className="col-verbs">
                  <span className="visually-hidden">What can be done</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {groupsOf(view.copies, id).flatMap(({ whose, copies }) =>
                copies.map((copy) => <Row key={copy.id} copy={copy} whose={whose} view={view} />),
              )}
            </tbody>
          </table>
        </div>
        <div className="card copy-table">
          <table>
            <caption className="visually-hidden">Who uses which {label} token</caption>
            <thead>
              <tr>
                <th scope="col">Tool</th>
                <th scope="col">What it uses</th>
              </tr>
            </thead>
            <tbody>
              {readers.map((reader) => (
                <tr key={reader.id}>
                  <th scope="row">{reader.label}</th>
                  <td>{readerSentence(reader, view.copies)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    )
  })
}

interface RowProps {
  readonly copy: CopyView
  readonly whose: string
  readonly view: WhereView
}

function Row({ copy, whose, view }: RowProps): ReactNode {
  const { id, label, standing, fingerprint, mode, wide } = copy
  const stays = whyItStays(copy)
  const verbs = verbsOf(copy)
  return (
    <tr>
      <td>
        <StandingChip standing={standing} />
        <div>{whose}</div>
        <div className="mono meta">{fingerprint}</div>
      </td>
      <th scope="row">
        <div className="name">{label}</div>
        <div className="mono meta">{placeOf(copy)}</div>
        {stays !== null && <div className="meta">{stays}</div>}
        <PlaceNote place={places.copy(id)} />
      </th>
      <td>
        {mode === null ? (
          <span className="meta">none</span>
        ) : (
          <span className={wide ? 'mono warn-word' : 'mono'}>{mode}</span>
        )}
        {wide && <div className="warn-word">open to others</div>}
      </td>
      <td>{sentenceOfUse(copy, view.readers)}</td>
      <td>
        {verbs.length > 0 && <Menu label={`More about ${label}, ${placeOf(copy)}`} items={verbs} />}
      </td>
    </tr>
  )
}
