import type { LaunchRequest, RunView } from '../../../shared/domain/run.ts'
import { hostedEngines, type EngineId } from '../../../shared/domain/engine-facts.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { LaunchRequestSchema } from '../../../shared/domain/run.ts'
import type { HubkeyApp } from '../../app/create-app.ts'
import type { Context } from '../context.ts'
import { describeProgress } from '../describe.ts'
import { launchDetached } from '../detached.ts'
import { createCliApp } from '../open-runs.ts'

export interface LaunchOptions {
  readonly repo: string
  readonly file: string | null
  readonly revision: string
  readonly port: number
  readonly engine: EngineId
  /** Leave the server running and return. */
  readonly detach: boolean
  /** This process is the one that stays with a detached server. */
  readonly supervise: boolean
}

/**
 * `hubkey launch`: downloads if needed, serves, answers once when the server is ready, and stays
 * until it ends or the user stops it. With `--detach` a process of its own stays instead.
 */
export async function launch(options: LaunchOptions, context: Context): Promise<void> {
  await launchAgain(parseRequest(options), options, context)
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

function parseRequest({ repo, file, revision, port, engine }: LaunchOptions): LaunchRequest {
  const parsed = LaunchRequestSchema.safeParse({ repo, file, revision, port, engine })
  if (!parsed.success) {
    throw fail(errors.badInput(parsed.error.issues[0]?.message ?? 'This cannot be launched.'))
  }
  return parsed.data
}
