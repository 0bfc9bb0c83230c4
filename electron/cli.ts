import { join } from 'node:path'
import { version } from '../package.json'
import { runCli } from './cli/run-cli.ts'
import { findPaths } from './environment.ts'
import { createFetch } from './http/network-fetch.ts'
import { createNodeHost } from './node-host.ts'

/** The `hubkey` command under plain Node: the same core as the tray app, without Electron. */
async function main(): Promise<void> {
  const abort = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      abort.abort()
    })
  }
  // A reader that went away (`hubkey ps | head -1`) is not an error.
  process.stdout.on('error', () => process.exit(0))
  const { env } = process
  process.exitCode = await runCli(process.argv.slice(2), version, {
    ports: {
      env,
      paths: findPaths(env),
      host: createNodeHost(join(__dirname, '..', 'main')),
      fetch: createFetch(env),
      clock: { now: () => new Date() },
    },
    io: process,
    self: { node: process.execPath, script: join(__dirname, 'cli.cjs') },
    signal: abort.signal,
  })
}

main().catch(() => {
  // `runCli` turns failures into answers; whatever gets here could hold anything, so it stays unsaid.
  process.stderr.write('hubkey: the command could not be carried out.\n')
  process.exitCode = 1
})
