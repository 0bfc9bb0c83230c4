import { join } from 'node:path'
import { config } from 'zod'
import { version } from '../../package.json'
import { findPaths } from '../environment.ts'
import { createFetch } from '../http/network-fetch.ts'
import { createNodeHost } from '../node-host.ts'
import { runCli } from './run-cli.ts'

/**
 * The `hubkey` command under plain Node: the same core as the tray app, without Electron. The folder is
 * the one of the built command; `first` goes before the arguments, for a program that stands for one
 * word. Sets the exit code; never rejects.
 */
export async function main(folder: string, first: readonly string[] = []): Promise<void> {
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
    process.exitCode = await runCli([...first, ...process.argv.slice(2)], version, {
      ports: {
        env,
        paths: findPaths(env),
        host: createNodeHost(join(folder, '..', 'main')),
        fetch: createFetch(env),
        clock: { now: () => new Date() },
      },
      io: process,
      self: { node: process.execPath, script: join(folder, 'cli.cjs') },
      signal: abort.signal,
    })
  } catch {
    // `runCli` turns failures into answers; whatever gets here could hold anything, so it stays unsaid.
    process.stderr.write('hubkey: the command could not be carried out.\n')
    process.exitCode = 1
  }
}
