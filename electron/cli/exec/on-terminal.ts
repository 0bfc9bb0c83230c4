import { spawnSync } from 'node:child_process'
import type { IPty } from '@lydell/node-pty'
import type { ReadStream, WriteStream } from 'node:tty'
import type { Environment } from '../../ports.ts'
import { forwardSignals, signalBase, type ChildCommand, type ChildOutput } from './child-command.ts'
import { KeptTerminal } from './kept-terminal.ts'

/** The user's terminal: where it is read from, and where it is written to. */
export interface Terminal {
  readonly input: ReadStream
  readonly screen: WriteStream
}

type Spawn = (
  file: string,
  args: string[],
  options: {
    name?: string
    cols: number
    rows: number
    cwd: string
    env: Environment
    encoding: null
  },
) => IPty

/** Becomes the command, so that a missing one ends with a shell's own words and codes. */
const become = 'exec "$@"'

/** The terminal when all three streams are one, else null: what goes into a file must not have a pty's line ends. */
export function terminalOf({ platform, stdin, stdout, stderr }: NodeJS.Process): Terminal | null {
  // The wrapper below is a shell's.
  if (platform === 'win32') return null
  return stdin.isTTY && stdout.isTTY && stderr.isTTY ? { input: stdin, screen: stdout } : null
}

/** Makes terminals for commands; null where the machine has no library for that. */
export async function loadTerminals(): Promise<Spawn | null> {
  try {
    const { spawn } = await import('@lydell/node-pty')
    return spawn
  } catch {
    return null
  }
}

/**
 * Runs a command in a terminal of its own, of the same size as the user's, and shows what it writes,
 * masked. Keys reach it as they are, Ctrl-C too: its terminal makes the signal of it. Resolves to its
 * exit code.
 */
export async function runOnTerminal(
  { command, environment }: ChildCommand,
  { redactor }: Pick<ChildOutput, 'redactor'>,
  { input, screen }: Terminal,
  spawn: Spawn,
): Promise<number> {
  const child = spawn('/bin/sh', ['-c', become, 'hubkey-exec', ...command], {
    ...sizeOf(screen),
    ...nameIn(environment),
    cwd: process.cwd(),
    env: environment,
    encoding: null,
  })
  const kept = new KeptTerminal(child)
  const masked = redactor.stream()
  // Bytes, as no encoding was asked for.
  child.onData((data: string | Buffer) => {
    kept.hasRead()
    screen.write(masked.push(Buffer.from(data)))
  })
  const resize = (): void => {
    const { cols, rows } = sizeOf(screen)
    child.resize(cols, rows)
  }
  const type = (keys: string): void => {
    child.write(keys)
  }
  const stopForwarding = forwardSignals(
    ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'],
    (signal) => {
      child.kill(signal)
    },
  )
  screen.on('resize', resize)
  makeRaw(input)
  input.setEncoding('utf8').on('data', type)
  try {
    return await new Promise<number>((resolve) => {
      child.onExit(({ exitCode, signal }) => {
        resolve(signal === undefined || signal === 0 ? exitCode : signalBase + signal)
      })
    })
  } finally {
    input.off('data', type).pause()
    input.setRawMode(false)
    screen.off('resize', resize)
    stopForwarding()
    kept.close()
    screen.write(masked.flush())
  }
}

/** Line ends were made by the command's own terminal; Node's raw mode would have them made once more. */
function makeRaw(input: ReadStream): void {
  input.setRawMode(true)
  spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] })
}

/** A terminal that does not tell its size counts as an old one. */
function sizeOf({ columns, rows }: WriteStream): { readonly cols: number; readonly rows: number } {
  return { cols: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 }
}

function nameIn({ TERM }: Environment): { readonly name?: string } {
  return TERM === undefined ? {} : { name: TERM }
}
