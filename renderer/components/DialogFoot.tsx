import type { ReactNode } from 'react'
import { places } from '../places.ts'
import { closeDialog } from '../state/tokens.ts'
import { useBusy } from '../state/ui.ts'
import { Button } from './Button.tsx'
import { PlaceNote } from './PlaceNote.tsx'

interface DialogFootProps {
  /** The words on the button that does it. */
  readonly verb: string
  readonly isDangerous?: boolean
  readonly isDisabled?: boolean
  /** Left out in a form, whose `onSubmit` does it. */
  readonly onVerb?: () => void
}

/** A dialog's last lines: what failed, Cancel, and the one verb. */
export function DialogFoot({
  verb,
  isDangerous = false,
  isDisabled = false,
  onVerb,
}: DialogFootProps): ReactNode {
  const isBusy = useBusy(places.dialog)
  return (
    <>
      <PlaceNote place={places.dialog} />
      <div className="row dialog-foot">
        <Button onClick={closeDialog}>Cancel</Button>
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
