import type { LaunchRequest, RunView } from '../../../shared/domain/run.ts'
import { hostedEngines, type EngineId } from '../../../shared/domain/engine-facts.ts'
import { LaunchSettingsSchema } from '../../../shared/domain/launch-settings.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { LaunchRequestSchema } from '../../../shared/domain/run.ts'
import type { HubkeyApp } from '../../app/create-app.ts'
import { watchAccounts } from '../../app/watch-accounts.ts'
import type { Context } from '../context.ts'
import { exitCodes } from '../exit-code.ts'
import { describeProgress } from '../describe.ts'
import { launchDetached } from '../detached.ts'
import { choosePreset, readPresets } from '../../launcher/presets/preset-file.ts'
import { presetRequest } from '../../launcher/presets/preset-request.ts'
import { createCliApp } from '../open-runs.ts'
import { check, ensureSecrets, tell } from '../preflight.ts'

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
  /** Only tell what is looked at before a launch. */
  readonly check: boolean
  /** This process is the one that stays with a detached server. */
  readonly supervise: boolean
}

/**
 * `hubkey launch`: downloads if needed, serves, answers once when the server is ready, and stays
 * until it ends or the user stops it. With `--detach` a process of its own stays instead; with `--check`
 * nothing is started. Resolves to the exit code.
 */
export async function launch(options: LaunchOptions, context: Context): Promise<number> {
  const request = await requestOf(options, context)
  if (options.check) return await check(request, context)
  if (context.io.stderr.isTTY === true && !context.output.isJson && !options.supervise) {
    await ensureSecrets(request, context)
    tell(await createCliApp(context, false).preflight(request), context)
  }
  await launchAgain(request, options, context)
  return exitCodes.done
}

/** As `launch`, for a request that was parsed before. */
export async function launchAgain(
  request: LaunchRequest,
  { detach, supervise }: Pick<LaunchOptions, 'detach' | 'supervise'>,
  context: Context,
): Promise<void> {
  if (detach && hostedEngines.includes(request.engine)) throw fail(errors.nothingToDetach())
  if (detach) {
    const run = await launchDetached(request, context)
    announce(run, context)
    return
  }
  const app = createCliApp(context, supervise)
  try {
    await app.launcher.sweep()
    await serve(app, request, supervise, context)
  } finally {
    await app.close()
  }
}

async function serve(
  app: HubkeyApp,
  request: LaunchRequest,
  isSupervisor: boolean,
  context: Context,
): Promise<void> {
  const { launcher, state } = app
  const started = await launcher.launch(request)
  const stop = (): void => {
    // A run that has just ended needs no stopping.
    launcher.stop(started.id).catch(() => undefined)
  }
  context.signal.addEventListener('abort', stop, { once: true })
  if (context.signal.aborted) stop()
  state.subscribe(({ downloads, runs }) => {
    const run = runs.find(({ id }) => id === started.id)
    const download = downloads.find(({ id }) => id === run?.download)
    if (run?.state === 'preparing' && download !== undefined) {
      context.output.progress(describeProgress(download))
    }
    if (isSupervisor && run !== undefined) process.send?.(run)
  })
  // Whoever rotates the token elsewhere reaches a server that reads it from a file.
  if (request.settings?.token === 'file') {
    const look = async (): Promise<void> => launcher.refreshTokens()
    await watchAccounts({ ...context.core.ports, look, report: app.report })
  }
  const ready = await launcher.whenReady(started.id)
  if (isSupervisor) process.send?.(ready)
  else announce(ready, context)
  const ended = await launcher.whenEnded(started.id)
  if (ended.error !== null && !context.signal.aborted) throw fail(ended.error)
}

function announce(run: RunView, { output }: Context): void {
  output.result({ run }, () =>
    [
      `Ready: ${run.url ?? ''}/v1`,
      `Run ${run.id}, process ${run.pid ?? 'unknown'}. Stop it with: hubkey stop ${run.id}`,
      '',
    ].join('\n'),
  )
}

/** A preset's request, with what was said beside it; or that of a model. */
async function requestOf(options: LaunchOptions, { core }: Context): Promise<LaunchRequest> {
  const { model, settings: text, ...said } = options
  const { file, revision, port, engine } = said
  const words = Object.fromEntries(
    Object.entries({ file, revision, port, engine }).filter(([, value]) => value !== undefined),
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
