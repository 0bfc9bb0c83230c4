import type { ProviderId } from '../../../shared/domain/provider.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import type { AppError } from '../../../shared/errors.ts'
import type { ProcessStamp } from '../../engine/process-stamp.ts'

/** What to serve, once the model may be served. */
export interface EnginePlan {
  /** The model's file on this machine; empty for engines that fetch models themselves. */
  readonly modelPath: string
  /** The model's name as clients see it. */
  readonly modelId: string
  readonly revision: string
  /** 0 means any free one. */
  readonly port: number
  /** The process without which the engine must end; null when it outlives its owner. */
  readonly owner: ProcessStamp | null
}

/** What a running engine tells. After `exit` nothing follows. */
export type EngineEvent =
  /** Its process exists and waits for `begin`. */
  | { readonly kind: 'up'; readonly pid: number }
  | { readonly kind: 'loading'; readonly fraction: number }
  /** Something to know, for the log. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'ready'; readonly port: number; readonly facts: string }
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
  /** Further variables of the user's environment that it may see. None of them is a credential. */
  readonly inherits: readonly string[]
  /** The environment is the whole one. */
  start(
    plan: EnginePlan,
    environment: Readonly<Record<string, string>>,
    onEvent: (event: EngineEvent) => void,
  ): EngineProcess
}
