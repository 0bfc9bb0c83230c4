import type { ReactNode } from 'react'
import { usePresets } from '../../state/presets.ts'
import { PresetDialog } from './PresetDialog.tsx'
import { RemovePresetDialog } from './RemovePresetDialog.tsx'

/** The question about a preset that is open, if one is; it can be asked from any part of the page. */
export function PresetDialogs(): ReactNode {
  const edited = usePresets((state) => state.edited)
  const removed = usePresets((state) => state.removed)
  return (
    <>
      {edited !== null && (
        <PresetDialog key={edited.name ?? ''} name={edited.name} part={edited.part} />
      )}
      {removed !== null && <RemovePresetDialog name={removed} />}
    </>
  )
}
