import { setTimeout as wait } from 'node:timers/promises'
import {
  isLive,
  LaunchRequestSchema,
  RunIdSchema,
  type LaunchRequest,
  type LogLine,
  type RunId,
  type RunView,
} from '../../shared/domain/run.ts'
import { errors, fail } from '../../shared/errors.ts'
import { embeddedEngine } from './engines/embedded.ts'
import type { Engine } from './engines/engine.ts'
import { hostedEngine, isHosted } from './engines/hosted.ts'
import { programEngine } from './engines/program-engine.ts'
import { definitionFor } from './engines/table.ts'
import type { Secret } from '../redaction/secret.ts'
import { handOver } from './hand-over.ts'
import { LogBatches } from './log-batches.ts'
import type { LauncherNeeds, SecretsWish } from './needs.ts'
import { OtherRuns } from './other-runs.ts'
import { readOutput } from './read-output.ts'
import { refuseSettings } from './refuse-settings.ts'
import { pruneRunFolders } from './run-folder.ts'
import { createRunId } from './run-id.ts'
import { findReusable } from './reuse.ts'
import { Run } from './run.ts'
import { isSameServer } from './same-server.ts'
import { supervise } from './supervise.ts'
import { stopOther } from './stop-other.ts'
import { sweepTokenFiles } from './token-file.ts'
import type { SweepReport } from './sweep.ts'

export type { LauncherNeeds } from './needs.ts'

type LogListener = (id: RunId, lines: readonly LogLine[], hasGap: boolean) => void

/** Starts model servers, keeps them, and sees to it that none is left behind. */
export interface Launcher {
  /**
   * Begins a run and returns its view at once, in state `preparing`; a live run of this program's that is the
   * same server (`isSameServer`) is joined instead, and with `reuse` anybody's (`findReusable`). One
   * that is to persist is another process's as soon as it serves. What becomes of it is told by `onChange`.
   * `id` is the run's, where another program has given it one.
   */
  launch(request: LaunchRequest, id?: RunId): Promise<RunView>
  /** False for a run that goes on whatever becomes of this program. */
  isOurs(id: RunId): boolean
  /** Resolves when the run serves, whoever launched it; rejects with an `AppFailure` when it ended before. */
  whenReady(id: RunId): Promise<RunView>
  /** Resolves when a run of this program's is over. */
  whenEnded(id: RunId): Promise<RunView>
  /** Ends a run, whoever started it; resolves when it has ended. Throws `run-missing`. */
  stop(id: RunId): Promise<void>
  /**
   * Ends a run, whoever started it, and launches the same again, with the tokens that are in force now.
   * Throws `run-missing`, and as `stop` does.
   */
  restart(id: RunId): Promise<RunView>
  /** What a run was asked for, to launch the same again. Throws `run-missing`. */
  requestOf(id: RunId): Promise<LaunchRequest>
  /** This program's runs, ended ones too, and the live ones of others; newest first. */
  list(): RunView[]
  /** The newest masked lines after a number; ended runs of earlier starts too. Throws `run-missing`. */
  log(id: RunId, after: number): Promise<LogLine[]>
  /** Calls the listener after every change of the list; returns what takes it off. */
  onChange(listener: () => void): () => void
  /**
   * Calls the listener with batches of new lines of this program's runs, the newest ones when there
   * are very many and then with `hasGap`; returns what takes it off.
   */
  onLog(listener: LogListener): () => void
  /**
   * Ends what dead programs left behind, finds the runs of others and keeps an eye on them.
   * Never fails: a ledger that cannot be read costs a warning.
   */
  sweep(): Promise<SweepReport>
  /**
   * Gives the token that is in force now to each of this program's servers that can take one while it
   * runs. Never fails; what goes wrong is logged.
   */
  refreshTokens(): Promise<void>
  /** Takes ended runs off the list, all of them without a name; their folders stay until they are pruned. */
  forget(id: RunId | null): void
  /** Stops this program's runs, except detached ones, within three seconds. */
  close(): Promise<void>
}

/** Ended runs that stay listed. */
const endedKept = 20
const closeMs = 2900

/** Wires a launcher. Nothing is read or started before `launch` or `sweep`. */
export function createLauncher(
  needs: LauncherNeeds,
  embedded: Engine = embeddedEngine(needs),
): Launcher {
  const runs = new Map<RunId, Run>()
  const changeListeners = new Set<() => void>()
  const logListeners = new Set<LogListener>()
  let isClosed = false

  const changed = (): void => {
    for (const listener of changeListeners) listener()
  }
  const batches = new LogBatches((id, lines, hasGap) => {
    for (const listener of logListeners) listener(id, lines, hasGap)
  })
  const others = new OtherRuns({ ...needs, isOurs: (id) => runs.has(id), onChange: changed })
  const ownRuns = (): Run[] => [...runs.values()]
  const liveRuns = (): Run[] => ownRuns().filter(({ view }) => isLive(view.state))
  const ownRun = (id: RunId): Run => {
    const run = runs.get(id)
    if (run === undefined) throw fail(errors.runMissing(id))
    return run
  }
  const forgetOldRuns = (): void => {
    const ended = ownRuns().filter(({ view }) => !isLive(view.state))
    for (const run of ended.slice(0, -endedKept)) runs.delete(run.id)
  }

  const joinable = (request: LaunchRequest): Run | undefined =>
    liveRuns().find(({ view, request: asked }) => isSameServer({ request: asked, view }, request))
  const reusable = async (request: LaunchRequest): Promise<RunView | null> => {
    if (request.mode !== 'reuse' || joinable(request) !== undefined) return null
    const { live } = await others.look()
    const found = await findReusable(request, live, needs)
    if (isClosed) throw fail(errors.stopped())
    return found
  }
  const stayWith = async (run: Run): Promise<void> => {
    await supervise(run, {
      launcher: needs,
      engine: engineFor(run.request, embedded, needs),
      onLines: ({ id }, lines) => {
        batches.add(id, lines)
      },
    })
  }
  const giveAway = async (run: Run): Promise<void> => {
    await handOver(run, needs)
    if (run.view.state !== 'ready') return
    runs.delete(run.id)
    await others.look()
  }

  const launcher: Launcher = {
    launch: async (request, id) => {
      if (isClosed) throw fail(errors.stopped())
      refuseSettings(request, needs.redactor)
      const isToPersist = request.mode === 'persist'
      if (isToPersist && isHosted(request.engine)) throw fail(errors.nothingToDetach())
      // Nothing may come between the look at one's own and the beginning of a new one.
      const reused = request.mode === 'reuse' ? await reusable(request) : null
      const joined = reused ?? joinable(request)?.view
      if (joined !== undefined) return joined
      const now = needs.clock.now()
      const isDetached = isToPersist || needs.detached === true
      const view = firstView(id ?? createRunId(now), request, now, isDetached)
      const run = new Run(view, request, { clock: needs.clock, onChange: changed })
      forgetOldRuns()
      runs.set(run.id, run)
      changed()
      const work = isToPersist && needs.detached !== true ? giveAway(run) : stayWith(run)
      work.catch((cause: unknown) => {
        needs.log.error(`Run ${run.id} was lost: ${String(cause)}`)
      })
      return run.view
    },
    isOurs: (id) => runs.has(id),
    whenReady: async (id) => {
      const run = runs.get(id)
      return run === undefined ? await others.whenReady(id) : await run.whenReady()
    },
    whenEnded: async (id) => ownRun(id).whenEnded(),
    stop: async (id) => {
      const run = runs.get(id)
      if (run !== undefined) {
        run.stop()
        if (isLive(run.view.state)) await run.whenEnded()
        return
      }
      const entry = await others.find(id)
      if (entry === null) throw fail(errors.runMissing(id))
      await stopOther(entry, needs)
      await others.look()
    },
    restart: async (id) => {
      const request = await launcher.requestOf(id)
      await launcher.stop(id)
      return await launcher.launch(request)
    },
    requestOf: async (id) => {
      const run = runs.get(id)
      if (run !== undefined) return run.request
      const entry = await others.find(id)
      if (entry === null) throw fail(errors.runMissing(id))
      const { repo, file } = entry.run
      return entry.request ?? LaunchRequestSchema.parse({ repo, file })
    },
    list: () =>
      [...ownRuns().map(({ view }) => view), ...others.views].sort((a, b) =>
        b.id.localeCompare(a.id),
      ),
    log: async (id, after) => {
      const run = runs.get(id)
      if (run?.log != null) return run.log.after(after)
      // It becomes a part of a path.
      const lines = RunIdSchema.safeParse(id).success
        ? await readOutput(id, after, needs.paths)
        : null
      if (lines === null && run === undefined) throw fail(errors.runMissing(id))
      return lines ?? []
    },
    onChange: (listener) => {
      changeListeners.add(listener)
      return () => changeListeners.delete(listener)
    },
    onLog: (listener) => {
      logListeners.add(listener)
      return () => logListeners.delete(listener)
    },
    sweep: async () => {
      const report = await others.look()
      const live = new Set([...runs.keys(), ...report.live.map(({ run }) => run.id)])
      await pruneRunFolders(needs.paths, live).catch(() => undefined)
      await sweepTokenFiles(live, needs)
      await others.watch()
      return report
    },
    refreshTokens: async () => {
      for (const run of liveRuns()) {
        await run.refresh?.().catch((cause: unknown) => {
          needs.log.warn(`Run ${run.id} kept its token: ${String(cause)}`)
        })
      }
    },
    forget: (id) => {
      const ended = ownRuns().filter(({ view }) => !isLive(view.state))
      for (const run of ended) if (id === null || run.id === id) runs.delete(run.id)
      changed()
    },
    close: async () => {
      isClosed = true
      others.close()
      const own = liveRuns().filter(({ view }) => !view.detached)
      for (const run of own) run.stop()
      await Promise.race([
        Promise.all(own.map(async (run) => run.whenEnded())),
        // An engine is killed after two seconds; this is for a download that does not let go.
        wait(closeMs, undefined, { ref: false }),
      ])
      batches.flush()
    },
  }
  return launcher
}

function engineFor(request: LaunchRequest, embedded: Engine, needs: LauncherNeeds): Engine {
  const { engine } = request
  if (isHosted(engine)) {
    const token = async (wish: SecretsWish): Promise<Secret | null> =>
      (await needs.secrets?.(wish))?.[0]?.secret ?? null
    return hostedEngine(engine, { fetch: needs.fetch, token })
  }
  const definition = definitionFor(request)
  return definition === null ? embedded : programEngine(definition, needs)
}

function firstView(id: RunId, request: LaunchRequest, now: Date, detached: boolean): RunView {
  return {
    id,
    repo: request.repo,
    file: request.file,
    engine: request.engine,
    state: 'preparing',
    url: null,
    pid: null,
    startedAt: now.toISOString(),
    readyAt: null,
    endedAt: null,
    secrets: [],
    holds: [],
    holdsOldToken: false,
    detached,
    download: null,
    error: null,
    ...(request.settings?.preset === undefined ? {} : { preset: request.settings.preset }),
  }
}
