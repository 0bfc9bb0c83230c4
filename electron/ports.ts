/** What the core needs from outside. Types only: everyone may import this file. */

/** Environment variables as they were when the program started. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Folders of this install; see `environment.ts` for how they are found. */
export interface Paths {
  readonly home: string
  /** Settings, `credentials.json`, verification results. */
  readonly config: string
  /** Runs, ledger, journal, `hubkey.log`. */
  readonly state: string
}

export interface Clock {
  now(): Date
}

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>

/** Diagnostics. Every line passes the redactor before it is written anywhere. */
export interface Log {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

/** Programs of our own that run in a process of their own. */
export type WorkerName = 'keyring-worker' | 'engine-worker'

/**
 * A process of our own. In Electron it is a `utilityProcess`, under plain Node a fork; messages
 * are structured data that the receiver still parses by a schema.
 */
export interface Worker {
  readonly pid: number | null
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, with the exit code, or null when a signal ended it. */
  onExit(listener: (code: number | null) => void): void
  /** Raw output, both streams, as it arrives. Not redacted yet. */
  onOutput(listener: (chunk: Buffer) => void): void
  /** SIGKILL on POSIX systems; returns at once. */
  kill(): void
}

/** Starts workers. The two implementations are `desktop/utility-host.ts` and `node-host.ts`. */
export interface WorkerHost {
  /** `environment` is the child's whole environment: nothing is inherited. */
  fork(name: WorkerName, environment: Environment, args: readonly string[]): Worker
}
