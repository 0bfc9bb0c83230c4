import type { ReactNode } from 'react'
import type { CopyView } from '../../../shared/domain/where.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { DialogFoot } from '../../components/DialogFoot.tsx'
import { places } from '../../places.ts'
import { closeWhereDialog, useWhere } from '../../state/where.ts'
import { clearCopy, tightenCopy } from '../../where-actions.ts'
import { placeOf, sourceOf } from '../../words/foreign.ts'
import { usersOf } from '../../words/where.ts'

interface CopyDialogProps {
  readonly copy: CopyView
}

/** Asks before a copy goes, and names who uses it. */
export function ClearCopyDialog({ copy }: CopyDialogProps): ReactNode {
  const readers = useWhere(({ found }) => found?.readers) ?? []
  const users = usersOf(copy, readers)
  return (
    <Dialog title={`Take the token out of ${sourceOf(copy)}?`} onClose={closeWhereDialog}>
      <p>It is taken out here, for good; everything else there stays as it is:</p>
      <ul className="copies">
        <li className="mono">{placeOf(copy)}</li>
      </ul>
      <p className="meta">{whyNotLost(copy)}</p>
      {users.length > 0 && (
        <p className="meta">
          <b>{users.join(', ')}</b> {users.length === 1 ? 'uses' : 'use'} it now, and then{' '}
          {users.length === 1 ? 'takes' : 'take'} the next one that is found, or none.
        </p>
      )}
      <DialogFoot
        verb="Take it out"
        isDangerous
        place={places.whereDialog}
        onClose={closeWhereDialog}
        onVerb={() => {
          clearCopy(copy)
        }}
      />
    </Dialog>
  )
}

function whyNotLost({ standing, account }: CopyView): string {
  if (standing === 'stale') return `It is an older token of “${account ?? ''}”, replaced since.`
  if (standing === 'dead') return 'Its provider rejects it, so it opens nothing any more.'
  return `Hubkey keeps the token as “${account ?? ''}”.`
}

/** Asks before a file's mode is changed. */
export function TightenCopyDialog({ copy }: CopyDialogProps): ReactNode {
  return (
    <Dialog title={`Make ${sourceOf(copy)} private?`} onClose={closeWhereDialog}>
      <p>
        Its mode is set from <span className="mono">{copy.mode}</span> to{' '}
        <span className="mono">0600</span>: only you may read and change it then. What it holds
        stays as it is.
      </p>
      <ul className="copies">
        <li className="mono">{copy.where}</li>
      </ul>
      <DialogFoot
        verb="Make it private"
        place={places.whereDialog}
        onClose={closeWhereDialog}
        onVerb={() => {
          tightenCopy(copy)
        }}
      />
    </Dialog>
  )
}
