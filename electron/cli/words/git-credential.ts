import type { Command } from 'commander'
import { gitCredential } from '../commands/git-credential.ts'
import type { Runner } from '../program.ts'

/** `hubkey git-credential OPERATION`: for git, not for people, so the list of words leaves it out. */
export function addGitWords(program: Command, run: Runner): void {
  program
    .command('git-credential', { hidden: true })
    .description('answer git as one of its credential helpers')
    .argument('[operation]', 'get, store or erase')
    // A helper must bear what git may say to it one day.
    .allowExcessArguments()
    .allowUnknownOption()
    .action(async (operation: string | undefined) =>
      run(false, async (context) => gitCredential({ operation: operation ?? null }, context)),
    )
}
