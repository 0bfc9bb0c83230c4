import { create } from 'zustand'
import type { EngineView } from '../../shared/domain/engine-view.ts'
import type { PreflightCheck } from '../../shared/domain/preflight.ts'
import type { RunId } from '../../shared/domain/run.ts'
import type { LaunchFields } from '../words/launch-fields.ts'

/** Which preset the form is open for; a new one may begin with some of it filled in. */
interface EditedPreset {
  readonly name: string | null
  readonly part: Partial<LaunchFields>
}

interface PresetsState {
  /** What main found before a launch, by the preset's name; null while it is looking. */
  readonly checks: Readonly<Record<string, readonly PreflightCheck[] | null>>
  /** The preset that is being changed; `name: null` for a new one. */
  readonly edited: EditedPreset | null
  /** The preset that is to be removed, if the user says so. */
  readonly removed: string | null
  /** The server that a preset's launch came to, which may have been another's before. */
  readonly launched: Readonly<Record<string, RunId>>
  /** Every engine with its version; null until main was asked. */
  readonly engines: readonly EngineView[] | null
}

/** What is open in the list of presets: nothing that main keeps. */
export const usePresets = create<PresetsState>(() => ({
  checks: {},
  edited: null,
  removed: null,
  launched: {},
  engines: null,
}))

export function setChecks(name: string, checks: readonly PreflightCheck[] | null): void {
  usePresets.setState((state) => ({ checks: { ...state.checks, [name]: checks } }))
}

/** Takes the list away that stands below a preset. */
export function dropChecks(name: string): void {
  usePresets.setState(({ checks: { [name]: _gone, ...checks } }) => ({ checks }))
}
