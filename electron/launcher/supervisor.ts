import { setTimeout as wait } from 'node:timers/promises'
import { AppFailure, errors, type AppError } from '../../shared/errors.ts'
import { defer } from './deferred.ts'
import type { Engine, EngineEvent, EnginePlan, EngineProcess } from './engines/engine.ts'
import { askedToEnd } from './guarded-process.ts'
import type { RunLog } from './run-log.ts'
import type { RunRecord } from './run-record.ts'
import type { Run } from './run.ts'

interface SupervisorNeeds {
  readonly engine: Engine
  readonly log: RunLog
  readonly record: RunRecord
  /** Names a failure nobody foresaw, for the log. */
  readonly explain: (cause: unknown) => AppError
}

/** A process that has not said hello after this long never will. */
const helloMs = 30_000
/** The last words of an engine may arrive just after its exit. */
const lastWordsMs = 50
/** So many of them are shown beside the failure; the others are in the log. */
const linesTold = 6

/** Stays with one engine's process from its start to its exit. */
export class Supervisor {
  readonly #run: Run
  readonly #needs: SupervisorNeeds
  readonly #end = defer<AppError | null>()
  #process: EngineProcess | null = null
  #reason: AppError | null = null
  #readyAt: number | null = null
  #code: number | null = null
  #helloTimer: NodeJS.Timeout | undefined
  #last: Promise<void> = Promise.resolve()

  constructor(run: Run, needs: SupervisorNeeds) {
    this.#run = run
    this.#needs = needs
  }

  /** False when it ended because somebody asked it to: that is not to be undone. */
  get hasCrashed(): boolean {
    return this.#reason !== null || (this.#code !== 0 && this.#code !== askedToEnd)
  }

  /** For how long it has served, in milliseconds; a change of the clock does not change that. */
  get servedMs(): number {
    return this.#readyAt === null ? 0 : performance.now() - this.#readyAt
  }

  /** Resolves when the process is gone: to null when that was meant to happen, else to the reason. */
  async serve(plan: EnginePlan): Promise<AppError | null> {
    const { engine, record } = this.#needs
    this.#helloTimer = setTimeout(() => {
      this.#giveUp(errors.engineFailed('The engine did not start.'))
    }, helloMs)
    this.#process = engine.start(plan, record.environment, (event) => {
      this.#on(event)
    })
    this.#run.attach(this.#process)
    return this.#end.promise
  }

  #on(event: EngineEvent): void {
    const { log, record } = this.#needs
    switch (event.kind) {
      case 'output':
        log.push(event.chunk)
        return
      case 'loading':
        this.#run.isBusyWith('loading', Math.min(1, Math.max(0, event.fraction)))
        log.note(`loading the model, ${Math.round(event.fraction * 100)} %`)
        return
      case 'warming':
        this.#run.isBusyWith('warming')
        this.#next(async () => record.changed())
        return
      case 'note':
        log.note(event.text)
        return
      case 'stopping':
        this.#run.stoppedFromOutside()
        return
      case 'failed':
        this.#giveUp(event.error)
        return
      case 'up':
        clearTimeout(this.#helloTimer)
        this.#up(event.pid)
        return
      case 'ready':
        this.#readyAt = performance.now()
        this.#next(async () => {
          const port = 'port' in event ? event.port : null
          const url = 'port' in event ? `http://127.0.0.1:${event.port}` : event.address
          log.note(`ready at ${url}: ${event.facts}`)
          this.#run.ready(url, await record.ready(port, event.facts, url))
        })
        return
      case 'exit':
        clearTimeout(this.#helloTimer)
        this.#process = null
        this.#code = event.code
        this.#next(async () => {
          await wait(lastWordsMs)
          this.#end.resolve(this.#reason ?? this.#judgeExit(event.code))
        })
    }
  }

  /** The ledger first: nothing may load a model that nobody could find again. */
  #up(pid: number | null): void {
    if (pid !== null) this.#run.hasProcess(pid)
    this.#next(async () => {
      if (pid !== null) await this.#needs.record.process(pid)
      this.#process?.begin()
    })
  }

  #judgeExit(code: number | null): AppError | null {
    if (this.#run.isStopping) return null
    this.#run.saidLast(this.#needs.log.lastLines(linesTold))
    const how = code === null ? 'by a signal' : `with code ${code}`
    const words = this.#needs.log.lastLines(1)[0]
    const last = words === undefined ? '' : ` Its last line was: ${words}`
    return errors.engineFailed(`The engine ended unexpectedly ${how}.${last}`)
  }

  #giveUp(reason: AppError): void {
    this.#reason ??= reason
    this.#process?.kill()
  }

  /** Does one thing after the other; what fails ends the run. */
  #next(work: () => Promise<void>): void {
    this.#last = this.#last.then(work).catch((cause: unknown) => {
      this.#giveUp(cause instanceof AppFailure ? cause.error : this.#needs.explain(cause))
    })
  }
}
