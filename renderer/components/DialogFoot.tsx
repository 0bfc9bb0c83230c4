import type { ReactNode } from 'react'
import { places } from '../places.ts'
import { closeDialog } from '../state/tokens.ts'
import { useBusy } from '../state/ui.ts'
import { Button } from './Button.tsx'
import { PlaceNote } from './PlaceNote.tsx'

/** The one verb of a dialog. */
export interface DialogVerb {
  /** The words on the button that does it. */
  readonly verb: string
  readonly isDangerous?: boolean
  readonly isDisabled?: boolean
  /** Left out in a form, whose `onSubmit` does it. */
  readonly onVerb?: () => void
}

interface DialogFootProps extends DialogVerb {
  /** Where the verb runs, and what Cancel does; those of the Tokens page when left out. */
  readonly place?: string
  readonly onClose?: () => void
}

/** A dialog's last lines: what failed, Cancel, and the one verb. */
export function DialogFoot({
  verb,
  isDangerous = false,
  isDisabled = false,
  onVerb,
  place = places.dialog,
  onClose = closeDialog,
}: DialogFootProps): ReactNode {
  const isBusy = useBusy(place)
  return (
    <>
      <PlaceNote place={place} />
      <div className="row dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type={onVerb === undefined ? 'submit' : 'button'}
          kind={isDangerous ? 'plain' : 'primary'}
          className={isDangerous ? 'danger' : undefined}
          isBusy={isBusy}
          disabled={isDisabled}
          onClick={onVerb}
        >
          {verb}
        </Button>
      </div>
    </>
  )
}
