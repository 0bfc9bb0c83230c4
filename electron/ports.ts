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

/** Receives large files outside of this thread, so that it stays free for what people look at. */
export interface Receiver {
  /** Whether `url`, of a file of `size` bytes, is for it: the others go by `Fetch`. */
  receives(url: string, size: number): boolean
  /** Sends one GET and follows no redirect. Throws the signal's reason, or an error with a network `code`. */
  ask(
    url: string,
    init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
  ): Promise<ReceivedReply>
}

/** A reply whose body is still to come: it must be saved or dropped. */
export interface ReceivedReply {
  readonly status: number
  readonly headers: Headers
  /**
   * Writes the body into an open file and resolves at its end; what exceeds `room` is left. `onBytes` is
   * told of what was written, before it settles. Rejects as `ask` does, and with `SaveFailure` for the
   * disk. Once it has settled nothing writes to the file any more.
   */
  saveTo(
    place: { readonly fd: number; readonly at: number; readonly room: number },
    onBytes: (bytes: number) => void,
  ): Promise<void>
  /** Closes the connection, also in the middle of `saveTo`, which resolves then. */
  drop(): void
}

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
