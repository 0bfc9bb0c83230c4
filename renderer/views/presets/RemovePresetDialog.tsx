import type { ReactNode } from 'react'
import { Dialog } from '../../components/Dialog.tsx'
import { closePreset, removePreset } from '../../preset-actions.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { PresetFoot } from './PresetFoot.tsx'

/** Asks before a preset goes. A server that it started goes on. */
export function RemovePresetDialog({ name }: { readonly name: string }): ReactNode {
  const view = useSnapshot(({ presets }) => presets.presets.find((one) => one.name === name))
  return (
    <Dialog title={`Remove “${name}”?`} onClose={closePreset}>
      <p className="meta">
        It goes from models.yaml. The model stays on this machine, and a running server goes on.
      </p>
      <PresetFoot
        verb="Remove"
        isDisabled={view === undefined}
        onVerb={() => {
          if (view !== undefined) removePreset(name, view.revision)
        }}
      />
    </Dialog>
  )
}
