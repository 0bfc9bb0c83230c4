import type { ReactNode } from 'react'
import type { ProviderView, SourceKind, SourceView } from '../../../shared/domain/provider.ts'
import { clearToken, places } from '../../actions.ts'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { setNote, useBusy, useUi } from '../../state/ui.ts'
import { sourceName, sourcePlace } from '../../words/source.ts'

/** Asks before clearing, naming every copy that goes and every one that stays; then says what came of it. */
export function ClearDialog({ provider }: { readonly provider: ProviderView }): ReactNode {
  const report = useUi(({ clearReport }) => clearReport)
  return (
    <Dialog
      title={report === null ? `Clear the ${provider.label} token?` : 'What was cleared'}
      onClose={close}
    >
      {report === null ? <Question provider={provider} /> : <Report provider={provider} />}
    </Dialog>
  )
}

function Question({ provider }: { readonly provider: ProviderView }): ReactNode {
  const isBusy = useBusy(places.clear)
  const goes = provider.sources.filter(({ present, clearable }) => present === true && clearable)
  const stays = provider.sources.filter(({ present, clearable }) => present !== false && !clearable)
  const unread = provider.sources.filter(({ present, clearable }) => present === null && clearable)
  return (
    <>
      {goes.length > 0 && (
        <>
          <p>These copies are deleted for good:</p>
          <Places sources={goes} />
        </>
      )}
      {goes.some(({ kind }) => kind === 'hf-token-file') && (
        <p className="meta">
          The hf command and other tools that read that file are logged out, too.
        </p>
      )}
      {unread.length > 0 && (
        <>
          <p>These cannot be read now, so a copy may stay:</p>
          <Places sources={unread} />
        </>
      )}
      {stays.length > 0 && (
        <>
          <p>These stay, because only you can take them away:</p>
          <Places sources={stays} />
        </>
      )}
      <p className="meta">The token itself stays valid until you delete it on the Hub.</p>
      <PlaceNote place={places.clear} />
      <div className="row dialog-foot">
        <Button onClick={close}>Cancel</Button>
        <Button
          className="danger"
          isBusy={isBusy}
          disabled={goes.length + unread.length === 0}
          onClick={() => {
            clearToken(provider.id)
          }}
        >
          Clear token
        </Button>
      </div>
    </>
  )
}

function Report({ provider }: { readonly provider: ProviderView }): ReactNode {
  const report = useUi(({ clearReport }) => clearReport)
  if (report === null) return null
  return (
    <div role="status">
      {report.cleared.length === 0 ? (
        <p>Nothing was deleted.</p>
      ) : (
        <p>
          Deleted from the <b>{report.cleared.map((kind) => sourceName[kind]).join(', the ')}</b>.
        </p>
      )}
      {report.remaining.map(({ kind, reason }) => (
        <p key={kind} className="warn-text">
          <strong>Still in the {sourceName[kind]}</strong>
          {placeSuffix(provider, kind)}: {reason}
        </p>
      ))}
      <div className="row dialog-foot">
        <Button kind="primary" autoFocus onClick={close}>
          Done
        </Button>
      </div>
    </div>
  )
}

function Places({ sources }: { readonly sources: readonly SourceView[] }): ReactNode {
  return (
    <ul className="copies">
      {sources.map((source) => (
        <li key={source.kind}>
          <div className="row">
            <span className="mono grow">{sourcePlace(source)}</span>
            {sourcePlace(source) !== sourceName[source.kind] && (
              <span className="meta">{sourceName[source.kind]}</span>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

function placeSuffix(provider: ProviderView, kind: SourceKind): string {
  const place = provider.sources.find((source) => source.kind === kind)
  const where = place?.variable ?? place?.path
  return where === undefined ? '' : ` (${where})`
}

function close(): void {
  useUi.setState({ clearing: null, clearReport: null })
  setNote(places.clear, null)
}
