import type { ReactNode } from 'react'
import { size } from '../../../shared/size.ts'
import { closeRemoval, removeFromCache } from '../../cache-actions.ts'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import type { Removal } from '../../state/cache.ts'
import { useBusy } from '../../state/ui.ts'
import { revisionName } from '../../words/cache.ts'
import { referenceName } from '../../words/repo.ts'

/** Asks before files go that other tools may count on, and says how much room that gives back. */
export function RemovalDialog({
  removal: { repo, revision },
}: {
  readonly removal: Removal
}): ReactNode {
  const isBusy = useBusy(places.cacheRemoval)
  const name = referenceName(repo)
  const what = revision === null ? name : `${revisionName(revision)} of ${name}`
  return (
    <Dialog title={`Remove ${what}?`} onClose={closeRemoval}>
      <p>
        This frees <b>{size(revision === null ? repo.size : revision.ownSize)}</b>.
        {revision !== null && ' What another revision shares stays.'}
      </p>
      <p className="meta">
        Every tool that uses the Hugging Face cache would have to download it again.
      </p>
      <PlaceNote place={places.cacheRemoval} />
      <div className="row dialog-foot">
        <Button onClick={closeRemoval}>Cancel</Button>
        <Button
          className="danger"
          isBusy={isBusy}
          onClick={() => {
            removeFromCache({
              type: repo.type,
              repo: repo.repo,
              revision: revision?.commit ?? null,
            })
          }}
        >
          Remove
        </Button>
      </div>
    </Dialog>
  )
}
