import type { EngineId } from '../../../shared/domain/engine-facts.ts'
import type { GpuChoice } from '../../../shared/domain/launch-settings.ts'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import type { Environment } from '../../ports.ts'

/** What a command line is made of. Nothing in it is secret. */
export interface CommandPlan {
  /** Safe as a part of a name; unique on this machine. */
  readonly run: string
  /** `owner/name`. */
  readonly model: string
  readonly revision: string
  /** The model's file on this machine; empty for engines that fetch models themselves. */
  readonly modelPath: string
  /** Free, and to be bound on 127.0.0.1 only. */
  readonly port: number
  /** Tokens of context, or null for the engine's own choice. */
  readonly context: number | null
  /** Null for the engine's own choice. */
  readonly gpu: GpuChoice | null
  /** The user's own further words. */
  readonly extra: readonly string[]
  /** Names of the user's own further variables, which the environment has already. */
  readonly variables: readonly string[]
  /** The user's environment, to find places by; the program does not get it. */
  readonly env: Environment
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

/** How an engine's version is had without starting it. */
export type VersionQuestion =
  /** Its program says so when started with these words. */
  | { readonly by: 'program'; readonly args: readonly string[] }
  /** Asked of the Python that its program belongs to: importing the whole engine takes half a minute. */
  | { readonly by: 'python'; readonly distribution: string }

/** Where an engine's model comes from: a file that Hubkey fetches, the Hub by itself, or names of its own. */
export type ModelRoad = 'file' | 'hub' | 'own'

/** What people should know about an engine; every sentence is shown as it stands. */
interface EngineWords {
  /** How it truly authenticates. */
  readonly auth: string
  /** Where a token that it was given may come to light. */
  readonly leaks: string
}

/** Everything Hubkey has to know about a server of somebody else. Adding one is one file like this. */
export interface EngineDefinition {
  readonly id: EngineId
  /** Looked for on PATH; the first that is there. */
  readonly programs: readonly [string, ...string[]]
  /** Null when it cannot be asked. */
  readonly version: VersionQuestion | null
  readonly models: ModelRoad
  /** Settings that it knows what to do with, beyond further words and variables. */
  readonly supports: readonly ('context' | 'gpu' | 'revision')[]
  /** Whose tokens it reads. Whatever is not named here it never gets. */
  readonly secrets: readonly ProviderId[]
  /** Those without which it cannot work at all. */
  readonly requires: readonly ProviderId[]
  /** True when it reads the token anew from the file that `HF_TOKEN_PATH` names. */
  readonly rereadsToken: boolean
  readonly inherits: readonly string[]
  readonly words: EngineWords
  command(plan: CommandPlan): EngineCommand
  /** Makes what has to lie there before it starts, in a private folder that is removed when it has ended; resolves to variables. */
  readonly setUp?: (plan: CommandPlan, folder: string) => Promise<Readonly<Record<string, string>>>
  /** What its program ends by what it started where no signal reaches: asked in good order, and for certain. */
  readonly elsewhere?: (plan: CommandPlan) => {
    readonly stop: readonly string[]
    readonly kill: readonly string[]
  }
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

/** A flag with its value, or nothing when there is no value. */
export function flag(name: string, value: number | null): readonly string[] {
  return value === null ? [] : [name, String(value)]
}
