import { LaunchRequestSchema, type LaunchRequest, type RunId } from '../../../shared/domain/run.ts'
import type { EngineId } from '../../../shared/domain/engine-facts.ts'
import { LaunchSettingsSchema } from '../../../shared/domain/launch-settings.ts'
import { errors, fail } from '../../../shared/errors.ts'
import type { Context } from '../context.ts'
import { exitCodes } from '../exit-code.ts'
import { choosePreset, readPresets } from '../../launcher/presets/preset-file.ts'
import { presetRequest } from '../../launcher/presets/preset-request.ts'
import { createCliApp } from '../open-runs.ts'
import { check, ensureSecrets, tell } from '../preflight.ts'
import { serve, superviseRun } from './serve.ts'

export interface LaunchOptions {
  /** A preset's name, or `owner/name`. */
  readonly model: string
  readonly file?: string | undefined
  readonly revision?: string | undefined
  readonly port?: number | undefined
  readonly engine?: EngineId | undefined
  /** JSON of `LaunchSettings`; what a supervisor is started with. */
  readonly settings?: string | undefined
  /** Leave the server running and return. */
  readonly detach: boolean
  /** Take a server that runs already and is the same, whoever launched it. */
  readonly reuse: boolean
  /** Only tell what is looked at before a launch. */
  readonly check: boolean
  /** This process is the one that stays with a detached server, whose run has this id. */
  readonly supervise?: RunId | undefined
}

/**
 * `hubkey launch`: downloads if needed, serves, answers once when the server is ready, and stays
 * until it ends or the user stops it. With `--detach` a process of its own stays instead, with `--reuse` one
 * that runs already is taken, with `--check` nothing is started. Resolves to the exit code.
 */
export async function launch(options: LaunchOptions, context: Context): Promise<number> {
  const request = await requestOf(options, context)
  if (options.check) return await check(request, context)
  if (
    context.io.stderr.isTTY === true &&
    !context.output.isJson &&
    options.supervise === undefined
  ) {
    await ensureSecrets(request, context)
    tell(await createCliApp(context, false).preflight(request), context)
  }
  if (options.supervise !== undefined) await superviseRun(request, options.supervise, context)
  else await serve(request, context)
  return exitCodes.done
}

/** A preset's request, with what was said beside it; or that of a model. */
async function requestOf(options: LaunchOptions, { core }: Context): Promise<LaunchRequest> {
  const { model, settings: text, ...said } = options
  const { file, revision, port, engine } = said
  const mode = options.detach ? 'persist' : options.reuse ? 'reuse' : undefined
  const words = Object.fromEntries(
    Object.entries({ file, revision, port, engine, mode }).filter(
      ([, value]) => value !== undefined,
    ),
  )
  if (text !== undefined) {
    return parse({ repo: model, ...words, settings: LaunchSettingsSchema.parse(JSON.parse(text)) })
  }
  const { view } = await readPresets({ paths: core.ports.paths, redactor: core.redactor })
  const isPreset = view.presets.some(({ name }) => name === model)
  // A bare name that no preset has is an old model's or a mistyped preset's: the file knows.
  const isMistake = !model.includes('/') && (view.problems.length > 0 || view.presets.length > 0)
  if (!isPreset && !isMistake) return parse({ repo: model, ...words })
  const { preset } = choosePreset(model, view)
  return parse({ ...presetRequest(model, preset), ...words })
}

function parse(request: unknown): LaunchRequest {
  const parsed = LaunchRequestSchema.safeParse(request)
  if (!parsed.success) {
    throw fail(errors.badInput(parsed.error.issues[0]?.message ?? 'This cannot be launched.'))
  }
  return parsed.data
}
