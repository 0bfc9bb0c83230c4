import { join } from 'node:path'
import { Readable } from 'node:stream'
import { config } from 'zod'
import { version } from '../../package.json'
import { findPaths } from '../environment.ts'
import { createFetch } from '../http/network-fetch.ts'
import { createReceiver } from '../http/receiver.ts'
import { createNodeHost } from '../node-host.ts'
import type { Context } from './context.ts'
import type { Io } from './io.ts'
import { runCli } from './run-cli.ts'

/** One command, as it was called. */
interface Call {
  /** Where the built command line is. */
  readonly folder: string
  readonly argv: readonly string[]
  readonly self: Context['self']
  /** What was read of standard input already; null when nothing was. */
  readonly input: Buffer | null
}

/**
 * The `hubkey` command under plain Node: the same core as the tray app, without Electron. Sets the exit
 * code; never rejects.
 */
export async function main({ folder, argv, self, input }: Call): Promise<void> {
  // Schemas that are used once or twice are not worth being compiled first.
  config({ jitless: true })
  const abort = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      abort.abort()
    })
  }
  // A reader that went away (`hubkey ps | head -1`) is not an error.
  process.stdout.on('error', () => process.exit(0))
  const { env } = process
  try {
    process.exitCode = await runCli(argv, version, {
      ports: {
        env,
        paths: findPaths(env),
        host: createNodeHost(join(folder, '..', 'main')),
        fetch: createFetch(env),
        receiver: createReceiver(env),
        clock: { now: () => new Date() },
      },
      io: input === null ? process : withInput(input),
      self,
      signal: abort.signal,
    })
  } catch {
    // `runCli` turns failures into answers; whatever gets here could hold anything, so it stays unsaid.
    process.stderr.write('hubkey: the command could not be carried out.\n')
    process.exitCode = 1
  }
}

function withInput(input: Buffer): Io {
  const { stdout, stderr } = process
  return { stdin: Readable.from([input]), stdout, stderr }
}
