import { Command } from 'commander'
import type { Context } from './context.ts'
import { wordGroups } from './word-groups.ts'

/** Runs a command in a context made for its `--json`; resolves to the exit code. */
export type Runner = (
  isJson: boolean,
  verb: (context: Context) => Promise<number> | Promise<void>,
) => Promise<void>

/**
 * The command line as a value: words, options and which verb each one calls. Only the word that is
 * asked for is there, because loading the code of all of them takes longer than most of them do;
 * every word is there for whoever asks for none of them, such as for help.
 */
export async function createProgram(
  argv: readonly string[],
  version: string,
  run: Runner,
): Promise<Command> {
  const program = new Command('hubkey')
    .description('Keeps your model-hub tokens and starts local models with just what they need.')
    .version(version)
    .exitOverride()
    .enablePositionalOptions()
  for (const { load } of groupsFor(argv[0])) {
    const addWords = await load()
    addWords(program, run)
  }
  return program
}

function groupsFor(word: string | undefined): typeof wordGroups {
  if (word === '--version' || word === '-V') return []
  const asked = wordGroups.filter(({ words }) => words.includes(word ?? ''))
  return asked.length === 0 ? wordGroups : asked
}
