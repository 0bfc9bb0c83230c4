import type { EngineView } from '../../../shared/domain/engine-view.ts'
import { lookAtEngines } from '../../launcher/engines/look-at-engines.ts'
import type { Context } from '../context.ts'

/** `hubkey engines`: what can serve a model on this machine, and how each one authenticates. */
export async function listEngines({ core, output }: Context): Promise<void> {
  output.progress('Asking the engines for their versions…')
  const engines = await lookAtEngines(core.ports)
  output.result({ engines }, () => engines.map(describeEngine).join(''))
}

function describeEngine(engine: EngineView): string {
  const { id, label, state, version, program, auth, leaks, publicKey, secrets } = engine
  const where = program === null ? '' : ` (${program})`
  const standing =
    state === 'missing' ? 'not on this machine' : `${version ?? whereItIs(engine)}${where}`
  return [
    `${id}: ${label}, ${standing}`,
    `  Token: ${secrets.length === 0 ? 'none' : secrets.join(', ')}. ${auth}`,
    `  May show it: ${leaks}`,
    ...keyLines(engine, publicKey),
    '',
  ].join('\n')
}

function whereItIs({ id, program }: EngineView): string {
  if (program !== null) return 'version unknown'
  return id === 'embedded'
    ? 'comes with Hubkey'
    : id === 'custom'
      ? 'by a preset'
      : 'runs elsewhere'
}

function keyLines({ id }: EngineView, publicKey: string | null): readonly string[] {
  if (id !== 'ollama') return []
  return publicKey === null
    ? ['  It has no key yet; it makes one when it first starts.']
    : ['  Add this key at https://huggingface.co/settings/keys:', `  ${publicKey}`]
}
