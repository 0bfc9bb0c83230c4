import { clipboard, shell } from 'electron'
import { LaunchRequestSchema } from '../../../shared/domain/run.ts'
import { errors, fail } from '../../../shared/errors.ts'
import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { HubkeyApp } from '../../app/create-app.ts'
import { lookAtEngines } from '../../launcher/engines/look-at-engines.ts'
import { readOllamaKey } from '../../launcher/engines/ollama-key.ts'

/** The calls about engines, launch presets, and what is looked at before a launch. */
export function presetHandlers(
  app: HubkeyApp,
): Pick<
  Handlers,
  | 'engine.list'
  | 'engine.copy-key'
  | 'run.preflight'
  | 'preset.launch'
  | 'preset.preflight'
  | 'preset.save'
  | 'preset.remove'
  | 'preset.open-file'
> {
  const { presets, core } = app
  return {
    'engine.list': async () => [...(await lookAtEngines(core.ports))],
    'engine.copy-key': async () => {
      const key = await readOllamaKey(core.ports.paths)
      if (key === null) throw fail(errors.noOllamaKey())
      await clipboard.writeText(key)
    },
    'run.preflight': async (request) => [
      ...(await app.preflight(LaunchRequestSchema.parse(request))),
    ],
    'preset.launch': async ({ name }) => presets.launch(name),
    'preset.preflight': async ({ name }) => [...(await app.preflight(await presets.request(name)))],
    'preset.save': async (change) => presets.save(change),
    'preset.remove': async (wish) => presets.remove(wish),
    'preset.open-file': async () => {
      const problem = await shell.openPath(await presets.file())
      if (problem !== '') throw fail(errors.cannotOpenFile())
    },
  }
}
