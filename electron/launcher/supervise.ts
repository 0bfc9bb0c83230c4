import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { factsOf } from '../../shared/domain/provider.ts'
import type { LogLine } from '../../shared/domain/run.ts'
import { errors, fail, type AppError } from '../../shared/errors.ts'
import type { Engine } from './engines/engine.ts'
import { explain } from './explain.ts'
import { freePort } from './free-port.ts'
import { isAskedToStop, strike } from './ledger.ts'
import { endMarkedProcesses } from './marked-processes.ts'
import { modelFor } from './model-for.ts'
import type { LauncherNeeds, LaunchSecret } from './needs.ts'
import { stampOf } from '../engine/process-stamp.ts'
import { Restarts } from './restarts.ts'
import { createRunFolder, outputPath, runFolder } from './run-folder.ts'
import { RunLog } from './run-log.ts'
import { RunRecord } from './run-record.ts'
import type { Run } from './run.ts'
import { Supervisor } from './supervisor.ts'
import { refreshToken, tokenFileFor } from './token-of-run.ts'

interface SuperviseNeeds {
  readonly launcher: LauncherNeeds
  readonly engine: Engine
  readonly onLines: (run: Run, lines: readonly LogLine[]) => void
}

/** How often a waiting server looks whether it is to stop. */
const lookMs = 500

/**
 * One run from its request to its end: model → folder → engine → ledger → ready → exit. Whatever
 * goes wrong ends up in the run's view; this never rejects.
 */
export async function supervise(run: Run, needs: SuperviseNeeds): Promise<void> {
  const { launcher } = needs
  const error = await carryOut(run, needs).catch((cause: unknown) => explain(cause, run, launcher))
  await endMarkedProcesses(run.id)
  // Before it is told: whoever waited for the end may be gone in the next instant.
  await strike(run.id, launcher)
  run.end(error)
}

async function carryOut(
  run: Run,
  { launcher, engine, onLines }: SuperviseNeeds,
): Promise<AppError | null> {
  const { paths, redactor, clock } = launcher
  const { request } = run
  const notices: string[] = []
  const model = await modelFor(run, launcher, (sentence) => {
    notices.push(sentence)
  })
  const secrets = await secretsFor(engine, run, launcher)
  run.starting(model.file)
  const owner = (await stampOf(launcher.owner.pid)) ?? unknownOwner(launcher)
  await createRunFolder(paths, run.id)
  const log = new RunLog(outputPath(paths, run.id), {
    redactor,
    clock,
    onLines: (lines) => {
      onLines(run, lines)
    },
  })
  run.log = log
  const tokenFile = await tokenFileFor(engine, run, secrets, launcher)
  try {
    const record = new RunRecord(
      run,
      {
        ...{ model, owner, secrets, inherits: engine.inherits },
        tokenFile: tokenFile?.path ?? null,
      },
      launcher,
    )
    if (tokenFile !== null) {
      run.refresh = async () => {
        await refreshToken(run, await secretsFor(engine, run, launcher), { record, tokenFile })
      }
    }
    await record.context(null, null)
    run.signal.throwIfAborted()
    for (const notice of notices) log.note(notice)
    log.note(
      `starting ${model.repo} (${model.file ?? 'fetched by itself'}) with the ${engine.id} engine`,
    )
    const restarts = new Restarts(launcher.restartDelaysMs)
    for (let port = request.port; ; port = await samePort(run, request.port, launcher)) {
      const supervisor = new Supervisor(run, {
        engine,
        log,
        record,
        explain: (cause) => explain(cause, run, launcher),
      })
      const error = await supervisor.serve({
        run: run.id,
        folder: join(runFolder(paths, run.id), 'private'),
        settings: request.settings,
        modelPath: model.modelPath,
        modelId: model.repo,
        revision: request.revision,
        port,
        owner: launcher.detached === true ? null : owner,
      })
      if (error === null || run.isStopping || (await isAskedToStop(run.id, launcher))) return null
      // One that never served would fail again; its last words say why.
      if (run.view.readyAt === null || !supervisor.hasCrashed) return error
      const delayMs = restarts.next(supervisor.servedMs)
      if (delayMs === null) return error
      log.note(`${error.message} It is started again${inSeconds(delayMs)}.`)
      await endMarkedProcesses(run.id)
      run.startsAgain(restarts.count)
      await record.waits()
      if (!(await waitToStart(delayMs, run, launcher))) return null
    }
  } finally {
    log.close()
    await tokenFile?.remove()
  }
}

/** Clients know the address already; another port is taken only when somebody has this one meanwhile. */
async function samePort(
  { view: { url } }: Run,
  wished: number,
  launcher: LauncherNeeds,
): Promise<number> {
  const port = url === null ? wished : Number(new URL(url).port)
  return wished === 0 ? await freePort(port, launcher).catch(() => 0) : port
}

/** False when it is to stop instead; another program can only write that down. */
async function waitToStart(ms: number, run: Run, launcher: LauncherNeeds): Promise<boolean> {
  const end = performance.now() + ms
  do {
    const slice = Math.max(0, Math.min(lookMs, end - performance.now()))
    await wait(slice, undefined, { signal: run.signal }).catch(() => undefined)
    if (run.isStopping || (await isAskedToStop(run.id, launcher))) return false
  } while (performance.now() < end)
  return true
}

function inSeconds(ms: number): string {
  return ms === 0 ? '' : ` in ${Math.ceil(ms / 1000)} s`
}

/** Asked for at the last moment, so that a token that was replaced meanwhile is not given. */
async function secretsFor(
  engine: Engine,
  { request: { repo, settings } }: Run,
  { secrets }: LauncherNeeds,
): Promise<readonly LaunchSecret[]> {
  const found =
    engine.secrets.length === 0 || secrets === undefined
      ? []
      : await secrets({ providers: engine.secrets, repo, account: settings?.account })
  const missing = engine.requires.find((id) => !found.some(({ held }) => held.provider === id))
  if (missing !== undefined) throw fail(errors.noToken(factsOf(missing, [])?.label ?? missing))
  return found
}

function unknownOwner({ owner }: LauncherNeeds): { pid: number; started: null; world: string } {
  return { pid: owner.pid, started: null, world: '' }
}
