import type { PresetProblem, PresetsView, PresetView } from '../../../shared/domain/preset.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { choosePreset, readPresets } from '../../launcher/presets/preset-file.ts'
import type { Context } from '../context.ts'

/** `hubkey presets list`: the launch presets, and what in the file cannot be used. */
export async function listPresets(context: Context): Promise<void> {
  const { path, presets, problems } = await look(context)
  context.output.result({ path, presets, problems }, () =>
    presets.length === 0 && problems.length === 0
      ? `There are no presets yet. They are written in ${path}.\n`
      : presets.map(describePreset).join(''),
  )
  for (const problem of problems) context.output.notice(describeProblem(path, problem))
}

/** `hubkey presets show NAME`: one preset with all that it leaves out. */
export async function showPreset(
  { name }: { readonly name: string },
  context: Context,
): Promise<void> {
  const chosen = choosePreset(name, await look(context))
  context.output.result({ preset: chosen }, () => {
    const lines = Object.entries(chosen.preset).map(([key, value]) => `  ${key}: ${write(value)}`)
    return [`${name}:`, ...lines, ''].join('\n')
  })
}

/** `hubkey presets check`: fails at the first thing that is wrong, and tells of all of them. */
export async function checkPresets(context: Context): Promise<void> {
  const { path, presets, problems } = await look(context)
  const [first, ...others] = problems
  if (first === undefined) {
    const count = presets.length
    context.output.result({ path, presets: presets.map(({ name }) => name), problems }, () =>
      count === 1
        ? `1 preset in ${path} can be used.\n`
        : `${count} presets in ${path} can be used.\n`,
    )
    return
  }
  for (const problem of others) context.output.notice(describeProblem(path, problem))
  throw fail(errors.presetInvalid(path, first))
}

async function look({ core }: Context): Promise<PresetsView> {
  const { paths } = core.ports
  return (await readPresets({ paths, redactor: core.redactor })).view
}

function describePreset({ name, preset }: PresetView): string {
  const { engine, model, port, autostart } = preset
  const details = [engine, model, port === 0 ? 'any port' : `port ${port}`]
  return `${name}: ${details.join(', ')}${autostart ? ', with the app' : ''}\n`
}

function describeProblem(path: string, { line, column, message }: PresetProblem): string {
  return `${path}:${line}:${column}: ${message}`
}

function write(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
