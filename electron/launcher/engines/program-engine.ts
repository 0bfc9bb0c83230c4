import { setTimeout as wait } from 'node:timers/promises'
import { AppFailure, errors, fail } from '../../../shared/errors.ts'
import { findProgram } from '../../files/find-program.ts'
import type { Environment, Fetch } from '../../ports.ts'
import { freePort } from '../free-port.ts'
import { startGuarded, type GuardedProcess } from '../guarded-process.ts'
import { askEngine } from './ask-engine.ts'
import type { EngineDefinition } from './definition.ts'
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

type CommandPlan = Parameters<EngineDefinition['command']>[0]

class ProgramRun implements EngineProcess {
  readonly #definition: EngineDefinition
  readonly #needs: RunNeeds
  readonly #end = new AbortController()
  #process: GuardedProcess | null = null
  #command: CommandPlan | null = null

  constructor(definition: EngineDefinition, needs: RunNeeds) {
    this.#definition = definition
    this.#needs = needs
  }

  /** Brings up the place of the process. Throws when the program or the port cannot be had. */
  async prepare(plan: EnginePlan): Promise<void> {
    const { env, environment, onEvent } = this.#needs
    const program = await programOf(this.#definition, env)
    const port = await freePort(plan.port)
    const home = environment['HOME'] ?? environment['USERPROFILE'] ?? process.cwd()
    const { modelPath, modelId: model, revision } = plan
    const wish = { model, revision, modelPath, port }
    const { args, environment: own } = this.#definition.command(wish)
    if (this.#end.signal.aborted) throw fail(errors.stopped())
    this.#command = wish
    this.#process = startGuarded(
      { program, args, environment: { ...environment, ...own }, folder: home },
      {
        onOutput: (chunk) => {
          onEvent({ kind: 'output', chunk })
        },
        onExit: (code) => {
          this.#end.abort()
          onEvent({ kind: 'exit', code })
        },
      },
    )
    if (this.#process.pid !== undefined) onEvent({ kind: 'up', pid: this.#process.pid })
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
    this.#process?.askToStop()
  }

  kill(): void {
    this.#end.abort()
    this.#process?.kill()
  }

  /** No limit of time: a server may fetch its model for an hour. That it ended is told by its exit. */
  async #untilReady(): Promise<void> {
    const plan = this.#command
    if (plan === null) return
    const { signal } = this.#end
    const { readiness } = this.#definition
    let said = 0
    while (!this.#isOver()) {
      const ask = { port: plan.port, path: readiness.path, json: null, limitMs: answerMs, signal }
      const { status, body } = await askEngine(ask, this.#needs.fetch)
      if (this.#isOver()) return
      if (readiness.isReady(status, body)) break
      if (status !== 0 && status !== said) this.#note(`it answers (${status}) and is loading`)
      said = status
      await wait(lookMs, undefined, { signal })
    }
    if (this.#isOver() || !(await this.#firstRequest(plan)) || this.#isOver()) return
    this.#needs.onEvent({ kind: 'ready', port: plan.port, facts: this.#definition.id })
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

async function programOf({ id, programs }: EngineDefinition, env: Environment): Promise<string> {
  for (const name of programs) {
    const path = await findProgram(name, env)
    if (path !== null) return path
  }
  throw fail(errors.engineMissing(id, programs[0]))
}
