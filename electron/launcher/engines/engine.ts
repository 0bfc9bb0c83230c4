import type { LaunchSettings } from '../../../shared/domain/launch-settings.ts'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import type { RunId, RunView } from '../../../shared/domain/run.ts'
import type { AppError } from '../../../shared/errors.ts'
import type { ProcessStamp } from '../../engine/process-stamp.ts'

/** What to serve, once the model may be served. */
export interface EnginePlan {
  readonly run: RunId
  /** A place for files of this run's own; it may not exist, and is removed by whoever makes it. */
  readonly folder: string
  /** The model's file on this machine; empty for engines that fetch models themselves. */
  readonly modelPath: string
  /** The model's name as clients see it. */
  readonly modelId: string
  readonly revision: string
  /** 0 means any free one. */
  readonly port: number
  readonly settings: LaunchSettings | undefined
  /** The process without which the engine must end; null when it outlives its owner. */
  readonly owner: ProcessStamp | null
}

/** What a running engine tells. After `exit` nothing follows. */
export type EngineEvent =
  /** Its process exists and waits for `begin`; null when there is none, because it runs elsewhere. */
  | { readonly kind: 'up'; readonly pid: number | null }
  | { readonly kind: 'loading'; readonly fraction: number }
  /** Its address answers, though it does not serve yet. */
  | { readonly kind: 'warming' }
  /** Something to know, for the log. */
  | { readonly kind: 'note'; readonly text: string }
  /** It serves at a port of 127.0.0.1, or somewhere else altogether. */
  | { readonly kind: 'ready'; readonly port: number; readonly facts: string }
  | { readonly kind: 'ready'; readonly address: string; readonly facts: string }
  | { readonly kind: 'failed'; readonly error: AppError }
  /** It was asked to end by someone else than its supervisor. */
  | { readonly kind: 'stopping' }
  | { readonly kind: 'output'; readonly chunk: Buffer }
  | { readonly kind: 'exit'; readonly code: number | null }

/** One running engine, as its supervisor sees it. */
export interface EngineProcess {
  /** Starts the work. Called when the ledger knows the process, so that it cannot be lost. */
  begin(): void
  askToStop(): void
  /** Cannot be refused; `exit` follows. */
  kill(): void
}

/** A kind of model server. Adding one of somebody else's is one file that makes an `EngineDefinition`. */
export interface Engine {
  readonly id: RunView['engine']
  /** Providers whose tokens it is given, in the variables of theirs. */
  readonly secrets: readonly ProviderId[]
  /** Those without which it cannot work at all. */
  readonly requires: readonly ProviderId[]
  /** True when it reads the token anew from the file that `HF_TOKEN_PATH` names. */
  readonly rereadsToken: boolean
  /** Further variables of the user's environment that it may see. None of them is a credential. */
  readonly inherits: readonly string[]
  /** The environment is the whole one. */
  start(
    plan: EnginePlan,
    environment: Readonly<Record<string, string>>,
    onEvent: (event: EngineEvent) => void,
  ): EngineProcess
}
