import { hostedEngines, type EngineId } from '../../shared/domain/engine-facts.ts'
import type { EngineView } from '../../shared/domain/engine-view.ts'
import type { LaunchMode } from '../../shared/domain/launch-mode.ts'
import type { PreflightId } from '../../shared/domain/preflight-facts.ts'
import type { Preset } from '../../shared/domain/preset.ts'
import type { Input } from '../../shared/ipc/contract.ts'

/** How a model is launched, as it stands in the fields that launch form and preset form share. */
export interface LaunchFields {
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
  readonly mode: LaunchMode
}

/** What is wrong, by the field that it is wrong in. */
export type FieldProblems = Partial<Record<keyof LaunchFields, string>>

/** The fields of a preset, or of a launch of which nothing was said yet. */
export function fieldsOf(preset: Preset | null): LaunchFields {
  const { engine = 'embedded', model = '', revision = 'main', port = 0, gpu } = preset ?? {}
  return {
    ...{ engine, model, revision },
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
    mode: preset?.mode ?? 'own',
  }
}

/** What the fields say, in the words of a preset. */
export type FieldValues = Pick<
  Preset,
  'engine' | 'model' | 'revision' | 'port' | 'args' | 'env' | 'mode'
> &
  Partial<Pick<Preset, 'file' | 'account' | 'address' | 'context' | 'gpu'>>

type Read =
  | { readonly ok: true; readonly values: FieldValues }
  | { readonly ok: false; readonly problems: FieldProblems }

/** What the fields say, or what in them cannot be. */
export function readFields(fields: LaunchFields): Read {
  const port = wholeNumber(fields.port, 65_535)
  const context = wholeNumber(fields.context, 10_000_000)
  const gpu = readGpu(fields.gpu)
  const env = readVariables(fields.env)
  const problems = Object.entries({
    model: fields.model.trim() === '' ? 'Name the model, as owner/name.' : null,
    port: port === null ? 'A port is a number from 1 to 65535; leave it empty for any.' : null,
    context: context === null ? 'The context is a number of tokens.' : null,
    gpu: gpu === null ? 'Say “all”, “none”, or the numbers of GPUs such as 0, 1.' : null,
    env: env === null ? 'Write variables as NAME=value, one per line.' : null,
  }).filter(([, problem]) => problem !== null)
  if (problems.length > 0 || port === null || context === null || gpu === null || env === null) {
    return { ok: false, problems: Object.fromEntries(problems) }
  }
  const texts = { file: fields.file, account: fields.account, address: fields.address }
  const said = Object.entries(texts).filter(([, text]) => text.trim() !== '')
  return {
    ok: true,
    values: {
      ...{ engine: fields.engine, model: fields.model.trim(), mode: fields.mode, env },
      revision: fields.revision.trim() === '' ? 'main' : fields.revision.trim(),
      port: port ?? 0,
      args: linesOf(fields.args),
      ...Object.fromEntries(said.map(([key, text]) => [key, text.trim()])),
      ...(context === undefined ? {} : { context }),
      ...(gpu === undefined ? {} : { gpu }),
    },
  }
}

/** What is asked of main with these values, e.g. to be looked at before it is launched. */
export function launchInput(values: FieldValues): Input<'run.launch'> {
  const { model: repo, revision, file, port, engine, mode, args, env: environment } = values
  const { account, context, gpu, address } = values
  const settings = {
    ...{ args, environment },
    ...(account === undefined ? {} : { account }),
    ...(context === undefined ? {} : { context }),
    ...(gpu === undefined ? {} : { gpu }),
    ...(address === undefined ? {} : { address }),
  }
  return { repo, revision, file: file ?? null, port, engine, mode, settings }
}

/** The fields that mean something to an engine; all of them while nobody knows it. */
export function fieldsFor(
  id: EngineId,
  engine: EngineView | undefined,
): ReadonlySet<keyof LaunchFields> {
  const shown = new Set<keyof LaunchFields>(['engine', 'model'])
  // One that is given no token has no use for an account.
  if (engine === undefined || engine.secrets.length > 0) shown.add('account')
  if (hostedEngines.includes(id)) return shown.add('address')
  for (const name of ['revision', 'port', 'env', 'mode'] as const) shown.add(name)
  if (engine === undefined || engine.models === 'file') shown.add('file')
  for (const name of ['context', 'gpu'] as const) {
    if (engine === undefined || engine.supports.includes(name)) shown.add(name)
  }
  if (id !== 'embedded') shown.add('args')
  return shown
}

/** The field beside which the finding of a preflight belongs. */
export const fieldOfCheck: Readonly<Record<PreflightId, keyof LaunchFields>> = {
  engine: 'engine',
  secrets: 'account',
  model: 'model',
  disk: 'model',
  memory: 'context',
  gpu: 'gpu',
  port: 'port',
  docker: 'engine',
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
