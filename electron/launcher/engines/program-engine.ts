import { rm } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { AppFailure, errors, fail } from '../../../shared/errors.ts'
import { findProgram } from '../../files/find-program.ts'
import { ensurePrivateFolder } from '../../files/private-folder.ts'
import type { Environment, Fetch } from '../../ports.ts'
import { freePort } from '../free-port.ts'
import { runMarker } from '../marked-processes.ts'
import { listenerOf, type Listener } from '../port-listener.ts'
import { startGuarded, type GuardedProcess } from '../guarded-process.ts'
import { jobObjects } from '../job-object.ts'
import { sayLastWords } from '../last-words.ts'
import { askEngine } from './ask-engine.ts'
import type { CommandPlan, EngineDefinition } from './definition.ts'
import type { Engine, EngineEvent, EnginePlan, EngineProcess } from './engine.ts'

interface ProgramNeeds {
  readonly env: Environment
  readonly fetch: Fetch
}

/** How often a server is asked whether it serves yet. */
const lookMs = 150
const answerMs = 3000

/** A server of somebody else: its program is found, guarded, and asked until it serves. */
export function programEngine(definition: EngineDefinition, needs: ProgramNeeds): Engine {
  return {
    id: definition.id,
    secrets: definition.secrets,
    requires: definition.requires,
    rereadsToken: definition.rereadsToken,
    inherits: definition.inherits,
    start: (plan, environment, onEvent) => {
      const engine = new ProgramRun(definition, { ...needs, environment, onEvent })
      engine.prepare(plan).catch((cause: unknown) => {
        const error =
          cause instanceof AppFailure
            ? cause.error
            : errors.engineFailed('The engine could not be started.')
        engine.failed(error)
      })
      return engine
    },
  }
}

interface RunNeeds extends ProgramNeeds {
  readonly environment: Readonly<Record<string, string>>
  readonly onEvent: (event: EngineEvent) => void
}

class ProgramRun implements EngineProcess {
  readonly #definition: EngineDefinition
  readonly #needs: RunNeeds
  readonly #end = new AbortController()
  #process: GuardedProcess | null = null
  #command: CommandPlan | null = null
  #folder: string | null = null
  #tellElsewhere: ((what: 'stop' | 'kill') => void) | null = null

  constructor(definition: EngineDefinition, needs: RunNeeds) {
    this.#definition = definition
    this.#needs = needs
  }

  /** Brings up the place of the process. Throws when the program or the port cannot be had. */
  async prepare(plan: EnginePlan): Promise<void> {
    const { env, environment, onEvent } = this.#needs
    const program = await findEngine(this.#definition, env)
    const wish = commandPlan(plan, await freePort(plan.port, this.#needs), env)
    const { args, environment: own } = this.#definition.command(wish)
    const made = await this.#setUp(plan, wish)
    const whole = { ...environment, ...own, ...made }
    const openJob = await jobObjects()
    if (this.#end.signal.aborted) {
      await this.#tidy()
      throw fail(errors.stopped())
    }
    this.#command = wish
    const elsewhere = this.#definition.elsewhere?.(wish) ?? null
    if (elsewhere !== null) {
      this.#tellElsewhere = (words) => {
        // Not ended with what has the run's mark: it may speak after that.
        sayLastWords(program, elsewhere[words], { ...whole, [runMarker]: '' })
      }
    }
    const lastWords = elsewhere?.kill ?? []
    const folder = environment['HOME'] ?? environment['USERPROFILE'] ?? process.cwd()
    this.#process = startGuarded(
      { program, args, environment: whole, folder, lastWords, openJob },
      {
        onOutput: (chunk) => {
          onEvent({ kind: 'output', chunk })
        },
        onProblem: (text) => {
          this.#note(text)
        },
        onExit: (code) => {
          this.#end.abort()
          const tell = (): void => {
            onEvent({ kind: 'exit', code })
          }
          this.#tidy().then(tell, tell)
        },
      },
    )
    if (this.#process.pid !== undefined) onEvent({ kind: 'up', pid: this.#process.pid })
  }

  async #setUp(plan: EnginePlan, wish: CommandPlan): Promise<Readonly<Record<string, string>>> {
    if (this.#definition.setUp === undefined) return {}
    this.#folder = plan.folder
    await ensurePrivateFolder(plan.folder)
    return await this.#definition.setUp(wish, plan.folder)
  }

  /** Never fails: what is left goes with the run's folder. */
  async #tidy(): Promise<void> {
    if (this.#folder === null) return
    await rm(this.#folder, { recursive: true, force: true }).catch(() => undefined)
  }

  /** Nothing was started. */
  failed(error: AppFailure['error']): void {
    this.#needs.onEvent({ kind: 'failed', error })
    this.#needs.onEvent({ kind: 'exit', code: null })
  }

  begin(): void {
    this.#process?.begin()
    this.#untilReady().catch(() => {
      // Being asked to stop breaks off the waiting, and is no reason to be killed.
      if (!this.#end.signal.aborted) this.kill()
    })
  }

  askToStop(): void {
    this.#end.abort()
    this.#tellElsewhere?.('stop')
    // Windows cannot ask, only end: that would end the one that waits for what was just told to stop.
    if (this.#tellElsewhere !== null && process.platform === 'win32') return
    this.#process?.askToStop()
  }

  kill(): void {
    this.#end.abort()
    this.#tellElsewhere?.('kill')
    this.#process?.kill()
  }

  /** No limit of time: a server may fetch its model for an hour. That it ended is told by its exit. */
  async #untilReady(): Promise<void> {
    const plan = this.#command
    if (plan === null) return
    const { signal } = this.#end
    const { readiness } = this.#definition
    let said = 0
    let isOurs = false
    while (!this.#isOver()) {
      const listener: Listener = isOurs ? 'ours' : await this.#listener(plan.port)
      if (this.#isOver()) return
      if (listener === 'other') {
        this.#needs.onEvent({ kind: 'failed', error: errors.portInUse(plan.port) })
        return
      }
      isOurs = listener === 'ours'
      if (listener === 'nobody') {
        await wait(lookMs, undefined, { signal })
        continue
      }
      const ask = { port: plan.port, path: readiness.path, json: null, limitMs: answerMs, signal }
      const { status, body } = await askEngine(ask, this.#needs.fetch)
      if (this.#isOver()) return
      if (readiness.isReady(status, body)) break
      if (status !== 0 && status !== said) {
        this.#note(`it answers (${status}) and is loading`)
        this.#needs.onEvent({ kind: 'warming' })
      }
      said = status
      await wait(lookMs, undefined, { signal })
    }
    if (this.#isOver() || !(await this.#firstRequest(plan)) || this.#isOver()) return
    this.#needs.onEvent({ kind: 'ready', port: plan.port, facts: this.#definition.id })
  }

  /** A container's port is held by Docker, not by what was started here. */
  async #listener(port: number): Promise<Listener> {
    const run = this.#needs.environment[runMarker]
    const isContained = this.#definition.programs.includes('docker')
    return run === undefined || isContained ? 'unknown' : await listenerOf(port, run)
  }

  async #firstRequest(plan: CommandPlan): Promise<boolean> {
    const { firstRequest } = this.#definition
    if (firstRequest === null) return true
    const { signal } = this.#end
    const { note, path, body: json, problem } = firstRequest(plan)
    this.#note(note)
    const answer = await askEngine(
      { port: plan.port, path, json, limitMs: null, signal },
      this.#needs.fetch,
    )
    const reason = problem(answer.status, answer.body)
    if (signal.aborted) return false
    if (reason !== null) this.#needs.onEvent({ kind: 'failed', error: errors.engineFailed(reason) })
    return reason === null
  }

  #isOver(): boolean {
    return this.#end.signal.aborted
  }

  #note(text: string): void {
    this.#needs.onEvent({ kind: 'note', text })
  }
}

/** Where an engine's program is. Throws `engine-missing`. */
export async function findEngine(
  { id, programs }: Pick<EngineDefinition, 'id' | 'programs'>,
  env: Environment,
): Promise<string> {
  for (const name of programs) {
    const path = await findProgram(name, env)
    if (path !== null) return path
  }
  throw fail(errors.engineMissing(id, programs[0]))
}

function commandPlan(plan: EnginePlan, port: number, env: Environment): CommandPlan {
  const { run, modelPath, modelId: model, revision, settings } = plan
  const variables = Object.keys(settings?.environment ?? {})
  return {
    ...{ run, model, revision, modelPath, port, env, variables },
    context: settings?.context ?? null,
    gpu: settings?.gpu ?? null,
    extra: settings?.args ?? [],
  }
}
