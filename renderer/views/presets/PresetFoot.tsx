import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { closePreset } from '../../preset-actions.ts'
import { useBusy } from '../../state/ui.ts'

interface PresetFootProps {
  readonly verb: string
  readonly isDisabled: boolean
  /** Left out in a form, whose `onSubmit` does it. */
  readonly onVerb?: () => void
}

/** The last lines of a dialog about a preset: what failed, Cancel, and the one verb. */
export function PresetFoot({ verb, isDisabled, onVerb }: PresetFootProps): ReactNode {
  const isBusy = useBusy(places.presetForm)
  return (
    <>
      <PlaceNote place={places.presetForm} />
      <div className="row dialog-foot">
        <Button onClick={closePreset}>Cancel</Button>
        <Button
          type={onVerb === undefined ? 'submit' : 'button'}
          kind="primary"
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
