import type { EngineView } from '../../../shared/domain/engine-view.ts'
import type { PreflightCheck } from '../../../shared/domain/preflight.ts'
import type { Preset, PresetsView } from '../../../shared/domain/preset.ts'
import type { RunView } from '../../../shared/domain/run.ts'

const preset: Preset = {
  mode: 'persist',
  ...{ engine: 'llama-server', model: 'owner/name', revision: 'main', file: 'model.gguf' },
  ...{ account: 'work', port: 8080, context: 4096, gpu: [0], args: ['--flash-attn'] },
  ...{ env: { LLAMA_LOG: '1' }, autostart: true },
}
const revision = '0011aabb'

/** A file with one preset and one mistake. */
export const presets: PresetsView = {
  path: '/home/ada/.config/hubkey/models.yaml',
  presets: [{ name: 'small', preset, revision }],
  problems: [{ line: 9, column: 3, preset: 'other', message: '“prot” is no key of a preset.' }],
}

const check: PreflightCheck = {
  id: 'secrets',
  state: 'notice',
  sentence: 'There is no Hugging Face token.',
  action: { label: 'Log in', does: { kind: 'log-in' } },
}

const engine: EngineView = {
  ...{
    id: 'ollama',
    label: 'Ollama',
    state: 'here',
    program: '/usr/bin/ollama',
    version: '0.12.3',
  },
  ...{ models: 'own', supports: ['context'], secrets: [], requires: [] },
  ...{ auth: 'By a key of its own.', leaks: 'Nowhere.', publicKey: 'ssh-ed25519 AAAA ollama' },
}

export const presetInputs = {
  'engine.list': undefined,
  'engine.copy-key': undefined,
  'run.preflight': { repo: 'owner/name' },
  'preset.launch': { name: 'small' },
  'preset.preflight': { name: 'small' },
  'preset.save': { name: 'small', base: revision, preset: { model: 'owner/name' } },
  'preset.remove': { name: 'small', base: revision },
  'preset.open-file': undefined,
} as const

/** Valid outputs of the calls about presets. */
export function presetOutputs(run: RunView): {
  'engine.list': EngineView[]
  'engine.copy-key': undefined
  'run.preflight': PreflightCheck[]
  'preset.launch': RunView
  'preset.preflight': PreflightCheck[]
  'preset.save': undefined
  'preset.remove': undefined
  'preset.open-file': undefined
} {
  return {
    'engine.list': [engine],
    'engine.copy-key': undefined,
    'run.preflight': [check],
    'preset.launch': run,
    'preset.preflight': [check],
    'preset.save': undefined,
    'preset.remove': undefined,
    'preset.open-file': undefined,
  }
}
