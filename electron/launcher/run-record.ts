import { childEnvironment, gpuEnvironment } from './child-env.ts'
import { enter } from './ledger.ts'
import { runMarker } from './marked-processes.ts'
import type { LauncherNeeds, LaunchSecret, PreparedModel } from './needs.ts'
import { stampOf, type ProcessStamp } from '../engine/process-stamp.ts'
import { writeLaunchContext } from './run-folder.ts'
import { secretEnvironment } from './secret-environment.ts'
import type { Run } from './run.ts'

/** Whose token can be handed over by a file. */
export const fileProvider = 'huggingface'

/** What a run leaves on disk while it lives: its entry in the ledger and `launch_context.json`. */
export class RunRecord {
  readonly environment: Record<string, string>
  readonly #run: Run
  readonly #model: PreparedModel
  readonly #needs: LauncherNeeds
  readonly #owner: ProcessStamp
  #process: ProcessStamp | null = null

  constructor(
    run: Run,
    {
      model,
      owner,
      secrets,
      inherits,
      tokenFile,
    }: {
      model: PreparedModel
      owner: ProcessStamp
      secrets: readonly LaunchSecret[]
      inherits: readonly string[]
      /** Where the Hub's token lies instead of in the environment. */
      tokenFile: string | null
    },
    needs: LauncherNeeds,
  ) {
    this.#run = run
    this.#model = model
    this.#owner = owner
    this.#needs = needs
    const carried =
      tokenFile === null
        ? secretEnvironment(secrets, {})
        : {
            ...secretEnvironment(
              secrets.filter(({ held }) => held.provider !== fileProvider),
              {},
            ),
            HF_TOKEN_PATH: tokenFile,
          }
    this.environment = {
      ...childEnvironment(needs.env, inherits),
      ...gpuEnvironment(run.request.settings?.gpu),
      ...run.request.settings?.environment,
      ...carried,
      [runMarker]: run.id,
    }
    run.holds(
      Object.keys(carried),
      secrets.map(({ held }) => held),
    )
  }

  /** Enters the run's process, so that it cannot be lost. Throws when that is not possible. */
  async process(pid: number): Promise<void> {
    this.#process = await stampOf(pid)
    await this.#enter({})
    await this.context(null, null)
  }

  /** Writes down that it serves, and since when. Done before anyone is told. */
  async ready(port: number | null, facts: string, url: string): Promise<string> {
    const readyAt = this.#needs.clock.now().toISOString()
    await this.context(port, facts)
    await this.#enter({ state: 'ready', phase: null, loaded: null, url, readyAt })
    return readyAt
  }

  /** Writes down that it crashed and will be started again; its owner answers for it meanwhile. */
  async waits(): Promise<void> {
    await this.#enter({})
  }

  async context(port: number | null, engineFacts: string | null): Promise<void> {
    const { request, view } = this.#run
    const { repo, file, modelPath } = this.#model
    await writeLaunchContext(this.#needs.paths, {
      run: view.id,
      hubkey: this.#needs.owner,
      node: process.versions.node,
      model: { repo, revision: request.revision, file, path: modelPath },
      engine: view.engine,
      engineFacts,
      port,
      pid: view.pid,
      startedAt: view.startedAt,
      detached: view.detached,
      environment: Object.keys(this.environment).sort(),
      secrets: view.secrets,
    })
  }

  /** Writes down what has changed about the run since. */
  async changed(): Promise<void> {
    await this.#enter({})
  }

  async #enter(change: Partial<Run['view']>): Promise<void> {
    // It has ended already; there is nothing left to find again.
    if (this.#process === null) return
    await enter(
      {
        run: { ...this.#run.view, ...change },
        request: this.#run.request,
        process: this.#process,
        owner: { ...this.#owner, kind: this.#needs.owner.kind },
      },
      this.#needs,
    )
  }
}
