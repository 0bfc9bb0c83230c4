import { isLive, type LaunchRequest, type RunView } from '../../shared/domain/run.ts'
import type { PresetsView } from '../../shared/domain/preset.ts'
import { watchFiles } from '../files/watch-files.ts'
import type { Launcher } from '../launcher/launcher.ts'
import {
  ensurePresets,
  removePreset,
  savePreset,
  type PresetChange,
} from '../launcher/presets/edit-preset.ts'
import { choosePreset, readPresets, type PresetNeeds } from '../launcher/presets/preset-file.ts'
import { presetRequest } from '../launcher/presets/preset-request.ts'
import type { State } from './state.ts'

/** An editor saves in several steps. */
const settleMs = 150

interface PresetsNeeds extends PresetNeeds {
  readonly state: Pick<State, 'get' | 'presetsChanged'>
  readonly launcher: Pick<Launcher, 'launch' | 'list'>
  readonly report: (where: string, cause: unknown) => string
}

/** The launch presets of `models.yaml`, as windows and the tray see them. */
export interface Presets {
  /** Reads the file anew and shows what it holds. */
  look(): Promise<PresetsView>
  /** What it asks for, read anew. Throws as `choosePreset` does. */
  request(name: string): Promise<LaunchRequest>
  /** Begins a run of it, or joins the one that goes on. Throws as `choosePreset` and `launch` do. */
  launch(name: string): Promise<RunView>
  save(change: PresetChange): Promise<void>
  remove(wish: Pick<PresetChange, 'name' | 'base'>): Promise<void>
  /** The file's path; it is made if there is none. */
  file(): Promise<string>
  /** Looks again whenever the file changes. Returns what ends it. */
  watch(): Promise<() => void>
  /** Launches those that are to start with the app and do not run yet. Never throws. */
  autostart(): Promise<void>
}

export function createPresets(needs: PresetsNeeds): Presets {
  const { state, launcher, report } = needs
  const look = async (): Promise<PresetsView> => {
    const { view } = await readPresets(needs)
    if (JSON.stringify(view) !== JSON.stringify(state.get().presets)) state.presetsChanged(view)
    return view
  }
  const request = async (name: string): Promise<LaunchRequest> => {
    const { preset } = choosePreset(name, (await readPresets(needs)).view)
    return presetRequest(name, preset)
  }
  return {
    look,
    request,
    launch: async (name) => launcher.launch(await request(name)),
    save: async (change) => {
      await savePreset(change, needs).finally(look)
    },
    remove: async (wish) => {
      await removePreset(wish, needs).finally(look)
    },
    file: async () => ensurePresets(needs),
    // Where the folder cannot be watched, the file is read anew at each launch all the same.
    watch: async () =>
      watchFiles({
        ...{ folder: needs.paths.config, names: ['models.yaml'], settleMs },
        onChange: () => {
          look().catch((cause: unknown) => report('presets', cause))
        },
      }),
    autostart: async () => {
      const { presets } = await look()
      for (const { name, preset } of presets.filter((one) => one.preset.autostart)) {
        const runs = launcher.list().some((run) => run.preset === name && isLive(run.state))
        if (runs) continue
        await launcher.launch(presetRequest(name, preset)).catch((cause: unknown) => {
          report(`autostart of ${name}`, cause)
        })
      }
    },
  }
}
