import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { factsOf } from '../../shared/domain/provider.ts'
import type { LogLine } from '../../shared/domain/run.ts'
import { AppFailure, errors, fail, type AppError } from '../../shared/errors.ts'
import type { Engine } from './engines/engine.ts'
import { strike } from './ledger.ts'
import type { LauncherNeeds, LaunchSecret } from './needs.ts'
import { stampOf } from '../engine/process-stamp.ts'
import { createRunFolder, outputPath, runFolder } from './run-folder.ts'
import { RunLog } from './run-log.ts'
import { RunRecord } from './run-record.ts'
import type { Run } from './run.ts'
import { Supervisor } from './supervisor.ts'

interface SuperviseNeeds {
  readonly launcher: LauncherNeeds
  readonly engine: Engine
  readonly onLines: (run: Run, lines: readonly LogLine[]) => void
}

/**
 * One run from its request to its end: model → folder → engine → ledger → ready → exit. Whatever
 * goes wrong ends up in the run's view; this never rejects.
 */
export async function supervise(run: Run, needs: SuperviseNeeds): Promise<void> {
  const { launcher } = needs
  const error = await carryOut(run, needs).catch((cause: unknown) => explain(cause, run, launcher))
  // Before it is told: whoever waited for the end may be gone in the next instant.
  await strike(run.id, launcher)
  run.end(error)
}

async function carryOut(
  run: Run,
  { launcher, engine, onLines }: SuperviseNeeds,
): Promise<AppError | null> {
  const { paths, redactor, clock } = launcher
  const notices: string[] = []
  const model = await unlessStopped(
    run.signal,
    launcher.prepare(run.request, {
      signal: run.signal,
      onDownload: (download) => {
        run.waitsFor(download)
      },
      onNotice: (sentence) => {
        notices.push(sentence)
      },
    }),
  )
  run.signal.throwIfAborted()
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
  try {
    const record = new RunRecord(
      run,
      { model, owner, secrets, inherits: engine.inherits },
      launcher,
    )
    await record.context(null, null)
    run.signal.throwIfAborted()
    for (const notice of notices) log.note(notice)
    log.note(
      `starting ${model.repo} (${model.file ?? 'fetched by itself'}) with the ${engine.id} engine`,
    )
    const supervisor = new Supervisor(run, {
      engine,
      log,
      record,
      explain: (cause) => explain(cause, run, launcher),
    })
    return await supervisor.serve({
      run: run.id,
      folder: join(runFolder(paths, run.id), 'private'),
      settings: run.request.settings,
      modelPath: model.modelPath,
      modelId: model.repo,
      revision: run.request.revision,
      port: run.request.port,
      owner: launcher.detached === true ? null : owner,
    })
  } finally {
    log.close()
  }
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

/** A question to the Hub may take its time to notice; the user should not have to wait for that. */
async function unlessStopped<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop)
    })
  })
}

function unknownOwner({ owner }: LauncherNeeds): { pid: number; started: null; world: string } {
  return { pid: owner.pid, started: null, world: '' }
}

/** What is no failure of ours gets a number by which it is found in `hubkey.log`. */
function explain(cause: unknown, run: Run, { log }: LauncherNeeds): AppError {
  if (cause instanceof AppFailure) return cause.error
  const reference = randomBytes(4).toString('hex')
  const what = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  log.error(`${reference} run ${run.id}: ${what}`)
  return errors.unexpected(reference)
}
