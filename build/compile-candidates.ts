/** `npm run compile:candidates`: makes `electron/redaction/candidates-code.ts` of `candidates.wat`. */
import { writeFile } from 'node:fs/promises'
import { fromRoot } from './paths.ts'
import { runScript } from './user-error.mjs'
import { compileCandidates } from './wasm-text.ts'

const lineLength = 96

await runScript(async () => {
  const lines = (await compileCandidates()).match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? []
  const text = [
    '/** `candidates.wat`, compiled, in base64. Made by `npm run compile:candidates`; not to be edited. */',
    'export const candidatesCode = [',
    ...lines.map((line) => `  '${line}',`),
    "].join('')",
    '',
  ].join('\n')
  await writeFile(fromRoot('electron', 'redaction', 'candidates-code.ts'), text)
  return 0
})
