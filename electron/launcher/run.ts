import {
  canStop,
  isLive,
  type HeldSecret,
  type LaunchRequest,
  type RunId,
  type RunPhase,
  type RunView,
} from '../../shared/domain/run.ts'
import { AppFailure, errors, fail, type AppError } from '../../shared/errors.ts'
import type { Clock } from '../ports.ts'
import { defer } from './deferred.ts'
import type { EngineProcess } from './engines/engine.ts'
import type { RunLog } from './run-log.ts'

interface RunNeeds {
  readonly clock: Clock
  readonly onChange: () => void
}

/** An engine that was asked to end gets this long before it is killed. */
const graceMs = 2000

/**
 * One run of this program: its state, and what may be waited for. States only move forward,
 * `preparing → starting → ready → stopping → exited | failed`, so a late event changes nothing.
 */
export class Run {
  readonly request: LaunchRequest
  log: RunLog | null = null
  /** Gives it the token that is in force now, where it can take one while it runs. */
  refresh: (() => Promise<void>) | null = null
  readonly #needs: RunNeeds
  readonly #abort = new AbortController()
  readonly #ready = defer<RunView>()
  readonly #ended = defer<RunView>()
  #view: RunView
  #engine: EngineProcess | null = null
  #killTimer: NodeJS.Timeout | undefined

  constructor(view: RunView, request: LaunchRequest, needs: RunNeeds) {
    this.#view = view
    this.request = request
    this.#needs = needs
    // Nobody may be waiting; then a failure is shown by the view alone.
    this.#ready.promise.catch(() => undefined)
  }

  get id(): RunId {
    return this.#view.id
  }

  get view(): RunView {
    return this.#view
  }

  /** Aborted as soon as the run is asked to stop. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  get isStopping(): boolean {
    return this.#abort.signal.aborted
  }

  /** Resolves when it serves; rejects with an `AppFailure` when it ended before. */
  async whenReady(): Promise<RunView> {
    return this.#ready.promise
  }

  async whenEnded(): Promise<RunView> {
    return this.#ended.promise
  }

  waitsFor(download: string): void {
    this.#change({ download, phase: 'downloading' })
  }

  /** The model is there; the engine comes next. */
  starting(file: string | null): void {
    this.#change({
      file,
      download: null,
      phase: 'loading',
      state: this.isStopping ? 'stopping' : 'starting',
    })
  }

  /** What is put into its environment: names of variables, and whose tokens they carry. */
  holds(secrets: readonly string[], held: readonly HeldSecret[]): void {
    this.#change({ secrets: [...secrets], holds: [...held] })
  }

  /** The engine's process exists; from here on it has to be ended with the run. */
  attach(engine: EngineProcess): void {
    this.#engine = engine
    if (this.isStopping) this.#endEngine(engine)
  }

  hasProcess(pid: number): void {
    this.#change({ pid })
  }

  /** It crashed and will be started again, for the `count`th time; the address stays to be tried again. */
  startsAgain(count: number): void {
    this.#engine = null
    if (!this.isStopping)
      this.#change({
        ...{ state: 'starting', phase: 'waiting', loaded: null, pid: null, restarts: count },
      })
  }

  /** What a start is busy with; `loaded` is how much of the model is in memory, where that is known. */
  isBusyWith(phase: RunPhase, loaded: number | null = null): void {
    if (this.#view.state === 'starting') this.#change({ phase, loaded })
  }

  /** What another process, which stays with it, tells of it. */
  hears(told: RunView): void {
    const { state, error } = told
    if (told.lastLines !== undefined) this.#change({ lastLines: told.lastLines })
    if (!isLive(state)) this.end(error)
    if (this.isStopping || (state !== 'starting' && state !== 'ready')) return
    const { id, startedAt } = this.#view
    this.#change({ ...told, id, startedAt, download: null })
    if (state === 'ready') this.#ready.resolve(this.#view)
  }

  /** What its engine said last, when it ended unasked. */
  saidLast(lines: readonly string[]): void {
    if (!this.isStopping && lines.length > 0) this.#change({ lastLines: [...lines] })
  }

  ready(url: string, readyAt: string): void {
    if (this.#view.state !== 'starting') return
    this.#change({ state: 'ready', phase: null, loaded: null, url, readyAt })
    this.#ready.resolve(this.#view)
  }

  /** Asks for the end and shows it at once; `whenEnded` tells when it came. */
  stop(): void {
    if (this.isStopping || !canStop(this.#view.state)) return
    this.#change({ state: 'stopping' })
    this.#abort.abort(fail(errors.stopped()))
    if (this.#engine !== null) this.#endEngine(this.#engine)
  }

  /** Someone outside ended the engine in good order, e.g. another Hubkey's `stop`. */
  stoppedFromOutside(): void {
    if (!this.isStopping && isLive(this.#view.state)) {
      this.#change({ state: 'stopping' })
      this.#abort.abort(fail(errors.stopped()))
    }
  }

  /** Nothing of the run is left. Without an error it ended as it was asked to. */
  end(error: AppError | null): void {
    if (!isLive(this.#view.state)) return
    clearTimeout(this.#killTimer)
    this.#engine = null
    const failure = this.isStopping ? null : error
    this.#change({
      state: failure === null ? 'exited' : 'failed',
      error: failure,
      endedAt: this.#now(),
      download: null,
      phase: null,
      loaded: null,
      url: null,
      // The number may soon be another process's.
      pid: null,
    })
    this.#ready.reject(new AppFailure(failure ?? errors.stopped()))
    this.#ended.resolve(this.#view)
  }

  kill(): void {
    this.#engine?.kill()
  }

  #endEngine(engine: EngineProcess): void {
    engine.askToStop()
    this.#killTimer ??= setTimeout(() => {
      engine.kill()
    }, graceMs)
  }

  #change(part: Partial<RunView>): void {
    if (!isLive(this.#view.state)) return
    this.#view = { ...this.#view, ...part }
    this.#needs.onChange()
  }

  #now(): string {
    return this.#needs.clock.now().toISOString()
  }
}
