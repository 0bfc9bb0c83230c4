import type { ProviderId } from '../../shared/domain/provider.ts'
import type { HeldSecret, LaunchRequest } from '../../shared/domain/run.ts'
import type { RepoId } from '../../shared/domain/repo.ts'
import type { Clock, Environment, Fetch, Log, Paths, WorkerHost } from '../ports.ts'
import type { Redactor } from '../redaction/redactor.ts'
import type { ProviderSecret } from './secret-environment.ts'

/** A model that may be served now. */
export interface PreparedModel {
  readonly repo: RepoId
  /** Path inside the repository; null for an engine that fetches models itself. */
  readonly file: string | null
  /** Path on this machine; empty without a file. */
  readonly modelPath: string
}

export interface PrepareHooks {
  /** Aborted when the run is stopped before its model is there. */
  readonly signal: AbortSignal
  /** Names the download that the run now waits for. */
  readonly onDownload: (download: string) => void
  /** Something to know about the model; it stands in the run's log and stops nothing. */
  readonly onNotice: (sentence: string) => void
}

/** A token that a server is given, and whose it is. */
export interface LaunchSecret extends ProviderSecret {
  readonly held: HeldSecret
}

/** Whose tokens are wanted for a server. */
export interface SecretsWish extends Pick<LaunchRequest, 'repo'> {
  readonly providers: readonly ProviderId[]
  /** By name, of whichever provider has it; left out: the one in force for the model. */
  readonly account?: string | undefined
}

/** The program that launches, as the ledger remembers it. */
export interface Owner {
  readonly pid: number
  readonly kind: 'app' | 'cli'
}

export interface LauncherNeeds {
  readonly env: Environment
  readonly fetch: Fetch
  readonly paths: Pick<Paths, 'state'>
  readonly host: WorkerHost
  readonly clock: Clock
  readonly redactor: Redactor
  readonly log: Log
  readonly owner: Owner
  /** True when runs go on after the owner ended, as with `launch --detach`. */
  readonly detached?: boolean
  /** What starts the command line, which stays with a server that goes on without this program; null where it was not found. */
  readonly commandLine?: (() => Promise<readonly string[] | null>) | undefined
  /** Waits before a server that crashed is started again, in milliseconds; after the last one it is not. */
  readonly restartDelaysMs?: readonly number[]
  /** Brings the model onto this machine; rejects with an `AppFailure` that says what to do. */
  prepare(request: LaunchRequest, hooks: PrepareHooks): Promise<PreparedModel>
  /**
   * The tokens of these providers that are in force now, for this model; those that there are. Rejects
   * with an `AppFailure` when a place that would win cannot be read. Left out: nothing is given.
   */
  readonly secrets?: (wish: SecretsWish) => Promise<readonly LaunchSecret[]>
}
