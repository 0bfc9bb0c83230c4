import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Whether it comes to serve, goes on loading for ever, or serves and then crashes. */
export type Unruliness = 'serves' | 'loads' | 'crashes'

/**
 * Puts a `llama-server` into a folder that is as hard to end as a program can be: it ignores SIGTERM, has a
 * child and a grandchild that do so too, and one that left for a session of its own, whose parent is gone.
 * It serves no model.
 */
export function writeUnrulyServer(folder: string, unruliness: Unruliness = 'serves'): void {
  const path = join(folder, 'llama-server')
  writeFileSync(path, `#!${process.execPath}\nconst unruliness = '${unruliness}'\n${program}`)
  chmodSync(path, 0o755)
}

const program = `
const { spawn } = require('node:child_process')
const deaf = "trap '' TERM INT HUP; "
process.on('SIGTERM', () => undefined)
process.on('SIGINT', () => undefined)
spawn('/bin/sh', ['-c', deaf + 'sh -c "' + deaf + 'sleep 600 & wait; sleep 600" & wait; sleep 600'], { stdio: 'ignore' })
spawn('/bin/sh', ['-c', 'setsid sh -c "' + deaf + 'sleep 600" & exit 0'], { stdio: 'ignore', detached: true })
const argv = process.argv.slice(2)
require('node:http')
  .createServer((_, reply) => {
    if (unruliness === 'loads') reply.statusCode = 503
    if (unruliness === 'crashes') setTimeout(() => process.exit(1), 200)
    reply.end('{"status":"ok"}')
  })
  .listen(Number(argv[argv.indexOf('--port') + 1]), '127.0.0.1')
`
