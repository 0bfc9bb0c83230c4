/**
 * A process that adds words to a JSON file, as the app and the command line do at the same time:
 * `word-writer.ts FILE NAME COUNT`. Prints each word once it is written.
 */
import { z } from 'zod'
import { updateJson } from '../../../electron/files/json-file.ts'

const [path, name, count] = process.argv.slice(2) as [string, string, string]
const schema = z.object({ version: z.number(), words: z.array(z.string()) })
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

for (let at = 0; at < Number(count); at += 1) {
  const word = `${name}-${at}`
  try {
    await updateJson(
      { path, schema, version: 1, empty: { version: 1, words: [] }, maxBytes: 1_000_000 },
      (value) => ({ version: 1, words: [...value.words, word] }),
      { clock: { now: () => new Date() }, log: quiet },
    )
  } catch (cause) {
    const { error } = cause as { error?: { message: string } }
    process.stdout.write(`failed: ${error?.message ?? String(cause)}\n`)
    process.exit(1)
  }
  process.stdout.write(`${word}\n`)
}
