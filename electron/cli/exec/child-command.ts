import type { Environment } from '../../ports.ts'
import type { Redactor } from '../../redaction/redactor.ts'
import type { Io } from '../io.ts'

/** A command to run with secrets in its environment. */
export interface ChildCommand {
  readonly command: readonly [string, ...string[]]
  readonly environment: Environment
}

/** What a command's output goes through, and where to. */
export interface ChildOutput {
  readonly io: Io
  readonly redactor: Redactor
}

/** Shells report a command that was ended by signal N as 128 + N. */
export const signalBase = 128

/** Passes these signals on for as long as the command runs; returns what ends that. */
export function forwardSignals(
  signals: readonly NodeJS.Signals[],
  send: (signal: NodeJS.Signals) => void,
): () => void {
  const forward = (signal: NodeJS.Signals): void => {
    send(signal)
  }
  for (const signal of signals) process.on(signal, forward)
  return () => {
    for (const signal of signals) process.off(signal, forward)
  }
}
