import { resolve } from 'node:path'
import type { Command } from 'commander'
import { clearOne, where } from '../commands/where.ts'
import type { Runner } from '../program.ts'
import { withJson, type JsonOption } from './options.ts'

interface WhereWords extends JsonOption {
  /** Not `--env-file`: Node itself takes that out of any command line, and refuses a folder. */
  readonly in: readonly string[]
  readonly verify: boolean
  readonly clear?: string
}

/** `hubkey where`. */
export function addWhereWord(program: Command, run: Runner): void {
  withJson(program.command('where'))
    .description('show every place on this machine where a token lies, and who uses which')
    .option(
      '--in <path>',
      'look into this .env file, or those of this folder; may be repeated',
      collect,
      [],
    ) // prettier-ignore
    .option('--verify', 'ask each provider once about each token', false)
    .option('--clear <id>', 'take this copy away, as it was listed')
    .action(async ({ json, in: places, verify, clear }: WhereWords) => {
      const files = [...places]
      await run(json, async (context) =>
        clear === undefined
          ? where({ files, verify }, context)
          : clearOne({ id: clear, files }, context),
      )
    })
}

/** Paths are taken from where the user stands. */
function collect(path: string, before: readonly string[]): readonly string[] {
  return [...before, resolve(path)]
}
