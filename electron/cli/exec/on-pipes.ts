import { spawn, type ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { errors, fail } from '../../../shared/errors.ts'
import type { Redactor } from '../../redaction/redactor.ts'
import { forwardSignals, signalBase, type ChildCommand, type ChildOutput } from './child-command.ts'

/** What shells answer for a command that exists but cannot be run, and for one that does not exist. */
const cannotRun = 126
const notFound = 127

/**
 * Runs a command whose output goes into files or other programs, each stream masked for itself.
 * Without an output to mask it has this program's own streams. Resolves to its exit code.
 */
export async function runOnPipes(
  { command, environment }: ChildCommand,
  output: ChildOutput | null,
): Promise<number> {
  const [file, ...args] = command
  const way = output === null ? 'inherit' : 'pipe'
  const child = spawn(file, args, { env: { ...environment }, stdio: ['inherit', way, way] })
  // Ctrl-C reaches the whole group of the terminal already.
  const stopIgnoring = forwardSignals(['SIGINT'], () => undefined)
  const stopForwarding = forwardSignals(['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'], (signal) => {
    child.kill(signal)
  })
  try {
    const copies =
      output === null
        ? []
        : [
            copyMasked(child.stdout, output.io.stdout, output.redactor),
            copyMasked(child.stderr, output.io.stderr, output.redactor),
          ]
    const [code] = await Promise.all([exitOf(child, file), ...copies])
    return code
  } finally {
    stopForwarding()
    stopIgnoring()
  }
}

/** Ends when the command's last writer has gone and everything has been handed on. */
async function copyMasked(from: Readable | null, to: Writable, redactor: Redactor): Promise<void> {
  if (from === null) return
  const stream = redactor.stream()
  // Events: an iterator would cost as much as the masking does.
  from.on('data', (chunk: Buffer) => {
    let isTaken = true
    for (const piece of stream.pushPieces(chunk)) isTaken = to.write(piece)
    if (isTaken) return
    from.pause()
    to.once('drain', () => from.resume())
  })
  await finished(from)
  to.write(stream.flush())
}

async function exitOf(child: ChildProcess, file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') resolve(notFound)
      else if (cause.code === 'EACCES') resolve(cannotRun)
      else reject(fail(errors.badInput(`${file} could not be started.`)))
    })
    child.once('exit', (code, signal) => {
      resolve(code ?? signalBase + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}
