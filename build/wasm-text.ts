/** What the text format of WebAssembly (`*.wat`) is compiled with; only `wabt` is needed for it. */
import { readFile } from 'node:fs/promises'
import startWabt from 'wabt'
import { fromRoot } from './paths.ts'

/** The code of the redactor that looks at many bytes at a step, in base64. Throws for what is no such text. */
export async function compileCandidates(): Promise<string> {
  const path = fromRoot('electron', 'redaction', 'candidates.wat')
  const wabt = await startWabt()
  const module = wabt.parseWat(path, await readFile(path, 'utf8'), { simd: true })
  try {
    module.resolveNames()
    module.validate()
    return Buffer.from(module.toBinary({}).buffer).toString('base64')
  } finally {
    module.destroy()
  }
}
