import type { ReactNode } from 'react'
import { DialogFoot, type DialogVerb } from '../../components/DialogFoot.tsx'
import { places } from '../../places.ts'
import { closePreset } from '../../preset-actions.ts'

/** The last lines of a dialog about a preset. */
export function PresetFoot(verb: DialogVerb): ReactNode {
  return <DialogFoot {...verb} place={places.presetForm} onClose={closePreset} />
}
