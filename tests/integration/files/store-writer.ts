/**
 * A process that sets and removes entries of a JSON store, as the app and the command line do:
 * `store-writer FILE NAME COUNT`. Each change also raises the store's number by one, and is told
 * as one line of JSON: the number it found and when it began and ended (nanoseconds of the clock
 * that all processes of a machine share). One that did not come to the lock says `failed` and goes on.
 */
import { z } from 'zod'
import { updateJson } from '../../../electron/files/json-file.ts'
import { AppFailure } from '../../../shared/errors.ts'

const [path, name, count] = process.argv.slice(2) as [string, string, string]
const schema = z.object({
  version: z.number(),
  number: z.number(),
  entries: z.record(z.string(), z.string()),
})
const empty: z.infer<typeof schema> = { version: 1, number: 0, entries: {} }
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Adds one change; says what it found, or why it could not. */
async function changeOnce(at: number): Promise<object> {
  const began = process.hrtime.bigint().toString()
  let found = -1
  try {
    await updateJson(
      { path, schema, version: 1, empty, maxBytes: 1_000_000 },
      ({ number, entries }) => {
        found = number
        // Set, set again (a rotation), removed: each key of its own writer and of all of them.
        const key = at % 2 === 0 ? 'shared' : name
        const { [key]: _old, ...others } = entries
        const next = at % 3 === 2 ? {} : { [key]: `${name}-${at}` }
        return { version: 1, number: number + 1, entries: { ...others, ...next } }
      },
      { clock: { now: () => new Date() }, log },
    )
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    return { failed: cause.error.code }
  }
  return { found, began, ended: process.hrtime.bigint().toString() }
}

async function changeAll(): Promise<void> {
  for (let at = 0; at < Number(count); at += 1)
    process.stdout.write(`${JSON.stringify(await changeOnce(at))}\n`)
}

changeAll().catch((cause: unknown) => {
  console.error(cause)
  process.exitCode = 1
})
