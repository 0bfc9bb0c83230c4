import type { EngineId } from '../../../shared/domain/engine-facts.ts'
import type { ProviderId } from '../../../shared/domain/provider.ts'

/** What a command line is made of. Nothing in it is secret. */
interface CommandPlan {
  /** `owner/name`. */
  readonly model: string
  readonly revision: string
  /** The model's file on this machine; empty for engines that fetch models themselves. */
  readonly modelPath: string
  /** Free, and to be bound on 127.0.0.1 only. */
  readonly port: number
}

/** A command line without its program, and the variables that belong to it. */
interface EngineCommand {
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** A last step between answering and serving, such as a model that is fetched by request. */
interface FirstRequest {
  /** For the log. */
  readonly note: string
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
  /** What is wrong, or null; `status` is 0 when the connection broke. */
  readonly problem: (status: number, body: string) => string | null
}

/** Everything Hubkey has to know about a server of somebody else. Adding one is one file like this. */
export interface EngineDefinition {
  readonly id: EngineId
  /** Looked for on PATH; the first that is there. */
  readonly programs: readonly [string, ...string[]]
  /** Whose tokens it reads. Whatever is not named here it never gets. */
  readonly secrets: readonly ProviderId[]
  readonly inherits: readonly string[]
  command(plan: CommandPlan): EngineCommand
  /** Asked by GET on 127.0.0.1 until it says that the engine serves. */
  readonly readiness: {
    readonly path: string
    isReady(status: number, body: string): boolean
  }
  readonly firstRequest: ((plan: CommandPlan) => FirstRequest) | null
}

/** Variables by which the Python libraries of Hugging Face find cache and Hub. */
export const hubVariables: readonly string[] = [
  ...['HF_HOME', 'HF_HUB_CACHE', 'HUGGINGFACE_HUB_CACHE', 'HF_ENDPOINT', 'HF_HUB_OFFLINE'],
  ...['TRANSFORMERS_OFFLINE', 'HF_HUB_DISABLE_TELEMETRY'],
]

/** Says "serving" with a plain 200 at `/health`. */
export const healthy: EngineDefinition['readiness'] = {
  path: '/health',
  isReady: (status) => status === 200,
}
