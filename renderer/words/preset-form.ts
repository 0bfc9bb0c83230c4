import type { EngineId } from '../../shared/domain/engine-facts.ts'
import type { Preset, PresetEdit } from '../../shared/domain/preset.ts'

/** A preset as it stands in the form's fields. */
export interface PresetForm {
  readonly name: string
  readonly engine: EngineId
  readonly model: string
  readonly revision: string
  readonly file: string
  readonly account: string
  readonly address: string
  readonly port: string
  readonly context: string
  /** Empty, `all`, `none`, or numbers. */
  readonly gpu: string
  /** One word per line. */
  readonly args: string
  /** `NAME=value`, one per line. */
  readonly env: string
  readonly autostart: boolean
}

/** The fields of a preset, or of one that is still to be written. */
export function formOf(name: string, preset: Preset | null): PresetForm {
  const { engine = 'embedded', model = '', revision = 'main', port = 0, gpu } = preset ?? {}
  return {
    ...{ name, engine, model, revision },
    file: preset?.file ?? '',
    account: preset?.account ?? '',
    address: preset?.address ?? '',
    port: port === 0 ? '' : String(port),
    context: preset?.context === undefined ? '' : String(preset.context),
    gpu: gpu === undefined ? '' : Array.isArray(gpu) ? gpu.join(', ') : gpu,
    args: (preset?.args ?? []).join('\n'),
    env: Object.entries(preset?.env ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .join('\n'),
    autostart: preset?.autostart ?? false,
  }
}

/**
 * What the form says, or the first thing in it that cannot be. What no field shows, such as how the
 * token is handed over, stays as it is in `before`.
 */
export function readForm(
  form: PresetForm,
  before: Preset | null,
):
  | { readonly ok: true; readonly preset: PresetEdit }
  | { readonly ok: false; readonly message: string } {
  const wrong = (message: string): { ok: false; message: string } => ({ ok: false, message })
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(form.name)) {
    return wrong('A name has letters, digits and . _ - only.')
  }
  if (form.model.trim() === '') return wrong('Name the model, as owner/name.')
  const port = wholeNumber(form.port, 65_535)
  if (port === null) return wrong('A port is a number from 1 to 65535; leave it empty for any.')
  const context = wholeNumber(form.context, 10_000_000)
  if (context === null) return wrong('The context is a number of tokens.')
  const gpu = readGpu(form.gpu)
  if (gpu === null) return wrong('Say “all”, “none”, or the numbers of GPUs such as 0, 1.')
  const env = readVariables(form.env)
  if (env === null) return wrong('Write variables as NAME=value, one per line.')
  const texts = { file: form.file, account: form.account, address: form.address }
  const said = Object.entries(texts).filter(([, text]) => text.trim() !== '')
  const { token, api_key_env: variable } = before ?? {}
  return {
    ok: true,
    preset: {
      ...{ engine: form.engine, model: form.model.trim(), autostart: form.autostart, env },
      revision: form.revision.trim() === '' ? 'main' : form.revision.trim(),
      port: port ?? 0,
      args: linesOf(form.args),
      ...Object.fromEntries(said.map(([key, text]) => [key, text.trim()])),
      ...(context === undefined ? {} : { context }),
      ...(gpu === undefined ? {} : { gpu }),
      ...(token === undefined ? {} : { token }),
      ...(variable === undefined ? {} : { api_key_env: variable }),
    },
  }
}

/** Undefined for nothing, null for what is no such number. */
function wholeNumber(text: string, most: number): number | undefined | null {
  if (text.trim() === '') return undefined
  const number = Number(text)
  return Number.isInteger(number) && number > 0 && number <= most ? number : null
}

function readGpu(text: string): Preset['gpu'] | null {
  const said = text.trim().toLowerCase()
  if (said === '') return undefined
  if (said === 'all' || said === 'none') return said
  const numbers = said.split(/[\s,]+/)
  return numbers.every((one) => /^\d{1,2}$/.test(one)) ? numbers.map(Number) : null
}

function readVariables(text: string): Record<string, string> | null {
  const pairs = linesOf(text).map((line) => /^([A-Za-z_]\w*)=(.*)$/.exec(line))
  if (pairs.includes(null)) return null
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']))
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
