import type { PresetEdit } from '../shared/domain/preset.ts'
import { attempt, attemptAnew } from './attempt.ts'
import { client } from './client.ts'
import { places } from './places.ts'
import { dropChecks, setChecks, usePresets } from './state/presets.ts'
import { setNote } from './state/ui.ts'
import type { LaunchFields } from './words/launch-fields.ts'

/** Opens the form for a preset, or for a new one; `part` fills some of it in. */
export function editPreset(name: string | null, part: Partial<LaunchFields> = {}): void {
  setNote(places.presetForm, null)
  usePresets.setState({ edited: { name, part } })
  askForEngines()
}

/** Closes whatever question about a preset is open. */
export function closePreset(): void {
  usePresets.setState({ edited: null, removed: null })
  setNote(places.presetForm, null)
}

export function askToRemove(name: string): void {
  setNote(places.presetForm, null)
  usePresets.setState({ removed: name })
}

/** `base` is the revision that the edit began with; null for a new preset. */
export function savePreset(name: string, base: string | null, preset: PresetEdit): void {
  attempt(places.presetForm, () => client['preset.save']({ name, base, preset }), closePreset)
}

export function removePreset(name: string, base: string): void {
  attempt(places.presetForm, () => client['preset.remove']({ name, base }), closePreset)
}

export function openPresetFile(): void {
  attempt(places.presets, () => client['preset.open-file']())
}

/** Shows what would keep it from starting; starts it by itself when nothing does and `thenLaunch` is set. */
export function checkPreset(name: string, thenLaunch: boolean): void {
  setChecks(name, null)
  attemptAnew(
    places.preset(name),
    async () => {
      const result = await client['preset.preflight']({ name })
      if (!result.ok) dropChecks(name)
      return result
    },
    (checks) => {
      setChecks(name, checks)
      if (thenLaunch && checks.every(({ state }) => state !== 'problem')) launchPreset(name)
    },
  )
}

export function launchPreset(name: string): void {
  attemptAnew(
    places.preset(name),
    () => client['preset.launch']({ name }),
    ({ id }) => {
      usePresets.setState(({ launched }) => ({ launched: { ...launched, [name]: id } }))
    },
  )
}

/** Asks every engine whether it is here, and in which version. */
export function askForEngines(): void {
  attemptAnew(
    places.engines,
    () => client['engine.list'](),
    (engines) => {
      usePresets.setState({ engines })
    },
  )
}

/** Main reads the key anew and writes it to the clipboard. */
export function copyEngineKey(then: () => void): void {
  attempt(places.engineKey, () => client['engine.copy-key'](), then)
}
