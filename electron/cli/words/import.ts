import { resolve } from 'node:path'
import { CommanderError, type Command } from 'commander'
import { importToken, listImportable, removeSource } from '../commands/import.ts'
import { exitCodes } from '../exit-code.ts'
import type { Runner } from '../program.ts'
import { withJson, type JsonOption } from './options.ts'

interface ImportWords extends JsonOption {
  readonly account?: string
  readonly envFile: readonly string[]
  readonly removeSource: boolean
}

/** `hubkey import`: without an id it lists, with one it imports, and on a second request it removes. */
export function addImportWords(program: Command, run: Runner): void {
  withJson(program.command('import'))
    .description('list the tokens that other tools hold, or take one over')
    .argument('[id]', 'which one, as it was listed')
    .option('--account <name>', "Hubkey's own name for it")
    .option('--env-file <path>', 'look into this .env file too; may be repeated', collect, [])
    .option('--remove-source', 'once it is imported: take it away from the other tool', false)
    .action(async (id: string | undefined, words: ImportWords) => {
      if (id === undefined && (words.removeSource || words.account !== undefined)) {
        throw new CommanderError(exitCodes.usage, 'hubkey.import', 'Name the token by its id.')
      }
      const { account } = words
      const input = { files: [...words.envFile], ...(account === undefined ? {} : { account }) }
      await run(words.json, async (context) => {
        if (id === undefined) return listImportable(input, context)
        const one = { ...input, id }
        return words.removeSource ? removeSource(one, context) : importToken(one, context)
      })
    })
}

/** Paths are taken from where the user stands; what they mean must not change later. */
function collect(path: string, before: readonly string[]): readonly string[] {
  return [...before, resolve(path)]
}
