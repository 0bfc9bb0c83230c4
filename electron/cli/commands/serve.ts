import { isLive, type LaunchRequest, type RunId, type RunView } from '../../../shared/domain/run.ts'
import { errors, fail } from '../../../shared/errors.ts'
import type { HubkeyApp } from '../../app/create-app.ts'
import { watchAccounts } from '../../app/watch-accounts.ts'
import type { Context } from '../context.ts'
import { createCliApp } from '../open-runs.ts'
import { tellPhases } from '../phases.ts'

/**
 * Launches what was asked for, answers once when it is ready, and stays until it ends or the user stops it; not
 * with one that goes on without us, or that was there before.
 */
export async function serve(request: LaunchRequest, context: Context): Promise<void> {
  const app = createCliApp(context, false)
  try {
    await app.launcher.sweep()
    const started = await app.launcher.launch(request)
    const isReused = !app.launcher.isOurs(started.id)
    if (isReused) context.output.notice(`${started.repo} is served already, so that one is used.`)
    else stopWithUs(started.id, app, context)
    tellPhases(started.id, app, context.output)
    if (request.settings?.token === 'file') await followAccounts(app, context)
    const ready = await orInterrupted(app.launcher.whenReady(started.id), context)
    announce(ready, isReused, context)
    if (!app.launcher.isOurs(started.id)) return
    const ended = await app.launcher.whenEnded(started.id)
    if (ended.error === null || context.signal.aborted) return
    tellLastLines(ended, context)
    throw fail(ended.error)
  } catch (cause) {
    const run = app.launcher.list()[0]
    if (run?.readyAt === null) tellLastLines(run, context)
    throw cause
  } finally {
    await app.close()
  }
}

/**
 * As `serve`, in the process that stays with a server of its own (`--supervise`): whoever launched it is told over the
 * channel between the two, as long as they are there.
 */
export async function superviseRun(
  request: LaunchRequest,
  id: RunId,
  context: Context,
): Promise<void> {
  const app = createCliApp(context, true)
  try {
    await app.launcher.sweep()
    app.state.subscribe(({ runs }) => {
      const run = runs.find((one) => one.id === id)
      // What has no channel any more was let go of.
      if (run !== undefined && process.connected) process.send?.(run, () => undefined)
    })
    await app.launcher.launch({ ...request, mode: 'persist' }, id)
    stopWithUs(id, app, context)
    if (request.settings?.token === 'file') await followAccounts(app, context)
    await app.launcher.whenEnded(id)
  } finally {
    await app.close()
  }
}

function stopWithUs(id: RunId, { launcher }: HubkeyApp, { signal }: Context): void {
  const stop = (): void => {
    const run = launcher.list().find((one) => one.id === id)
    // One that has just ended needs no stopping, and one that goes on is left alone.
    if (run !== undefined && isLive(run.state) && launcher.isOurs(id)) {
      launcher.stop(id).catch(() => undefined)
    }
  }
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
}

/** Whoever rotates the token elsewhere reaches a server that reads it from a file. */
async function followAccounts(app: HubkeyApp, { core }: Context): Promise<void> {
  const look = async (): Promise<void> => app.launcher.refreshTokens()
  await watchAccounts({ ...core.ports, look, report: app.report })
}

/** Waiting for somebody else's server ends with Ctrl-C, too. */
async function orInterrupted<T>(work: Promise<T>, { signal }: Context): Promise<T> {
  return await new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(fail(errors.stopped()))
    }
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop)
    })
  })
}

function announce(run: RunView, isReused: boolean, { output }: Context): void {
  output.result({ run, ...(isReused ? { reused: true } : {}) }, () =>
    [
      `Ready: ${run.url ?? ''}/v1`,
      `Run ${run.id}, process ${run.pid ?? 'unknown'}. Stop it with: hubkey stop ${run.id}`,
      '',
    ].join('\n'),
  )
}

function tellLastLines({ lastLines = [] }: RunView, { output }: Context): void {
  if (lastLines.length === 0) return
  output.notice('It said last:')
  for (const line of lastLines) output.notice(`  ${line}`)
}
