/**
 * `full-disk-child.ts full|read-only`, on a small disk of its own: writes every store, makes the disk
 * full or read-only, writes again and reads. Prints per store the failure's sentence and what is there.
 */
import { execFileSync } from 'node:child_process'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { findPaths } from '../../../electron/environment.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import { stores } from './stores.ts'

const folder = process.env['HOME']!
const quiet = (): void => undefined
const needs = {
  env: {},
  paths: findPaths(process.env),
  clock: { now: () => new Date() },
  log: { info: quiet, warn: quiet, error: quiet },
  customProviders: () => Promise.resolve([]),
  redactor: new Redactor(),
}

for (const store of Object.values(stores)) await store.write('first', needs)
if (process.argv[2] === 'full') fill()
else execFileSync('mount', ['-o', 'remount,ro', folder])
const told: Record<string, unknown> = {}
for (const [name, store] of Object.entries(stores)) {
  const failure = await store.write('second', needs).then(
    () => 'written',
    (cause: unknown) => (cause as { error?: { message: string } }).error?.message ?? String(cause),
  )
  told[name] = [failure, await store.read(needs)]
}
process.stdout.write(JSON.stringify(told))

/** To the last byte: what is left of a page still takes a small file. */
function fill(): void {
  for (let at = 0; at < 10_000; at += 1) {
    try {
      const file = openSync(join(folder, `fill-${at}`), 'w')
      try {
        writeSync(file, Buffer.alloc(4096))
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
    } catch {
      return
    }
  }
}
