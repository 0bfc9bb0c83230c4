import type { ReactNode } from 'react'
import type { ForeignTokenView } from '../../../shared/domain/foreign.ts'
import { Button } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { importToken } from '../../import-actions.ts'
import { places } from '../../places.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { openDialog } from '../../state/tokens.ts'
import { useBusy } from '../../state/ui.ts'
import { isOpenToOthers, placeOf, sourceOf } from '../../words/foreign.ts'

/** One token of another tool: where it lies, whether Hubkey knows it, and the one thing to do with it. */
export function FoundToken({ token }: { readonly token: ForeignTokenView }): ReactNode {
  const { label, provider, fingerprint, storedAs, notImportable, notRemovable } = token
  const place = places.foreign(token.id)
  const providerLabel = useSnapshot(({ providers }) =>
    providers.find(({ id }) => id === provider),
  )?.label
  const isKnown = storedAs.length > 0
  const hurdle = isKnown ? notRemovable : notImportable
  return (
    <>
      <div className="row wrap found-row">
        <div className="grow">
          <div className="name">
            {label} <span className="meta">{providerLabel ?? provider}</span>{' '}
            <span aria-live="polite">
              {isKnown && <Chip tone="ok">stored as {storedAs.join(', ')}</Chip>}
              {!isKnown && notImportable === null && <Chip>new</Chip>}
            </span>
          </div>
          <div className="meta mono">{placeOf(token)}</div>
          <div className="meta">
            Fingerprint <span className="mono">{fingerprint}</span>
          </div>
        </div>
        {hurdle === null && <Verb token={token} isKnown={isKnown} />}
      </div>
      {hurdle !== null && <p className="meta">{hurdle}</p>}
      {isOpenToOthers(token) && (
        <p className="warn-text">Others on this machine may read this file (mode {token.mode}).</p>
      )}
      <PlaceNote place={place} />
    </>
  )
}

interface VerbProps {
  readonly token: ForeignTokenView
  readonly isKnown: boolean
}

/** Import first; only then, on a second request, remove. The same button, so that it keeps its focus. */
function Verb({ token, isKnown }: VerbProps): ReactNode {
  const isBusy = useBusy(places.foreign(token.id))
  const what = isKnown ? `Remove from ${sourceOf(token)}…` : 'Import'
  return (
    <Button
      aria-label={isKnown ? what : `Import from ${placeOf(token)}`}
      isBusy={isBusy}
      onClick={() => {
        if (isKnown) openDialog({ kind: 'import-remove', token: token.id })
        else importToken(token.id)
      }}
    >
      {what}
    </Button>
  )
}
