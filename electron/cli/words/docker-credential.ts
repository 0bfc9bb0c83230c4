import type { Command } from 'commander'
import { dockerCredential } from '../commands/docker-credential.ts'
import type { Runner } from '../program.ts'

/** `hubkey docker-credential VERB`: for docker, not for people, so the list of words leaves it out. */
export function addDockerWords(program: Command, run: Runner): void {
  program
    .command('docker-credential', { hidden: true })
    .description('answer docker as one of its credential helpers')
    .argument('[verb]', 'get, store, erase, list or version')
    // Docker reads an answer from standard output, also to what it may say one day.
    .allowExcessArguments()
    .allowUnknownOption()
    .action(async (verb: string | undefined) =>
      run(false, async (context) => dockerCredential({ verb: verb ?? null }, context)),
    )
}
