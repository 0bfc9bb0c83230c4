import type { Command } from 'commander'
import { restart } from '../commands/restart.ts'
import type { Runner } from '../program.ts'

/** `hubkey restart`. */
export function addRestartWord(program: Command, run: Runner): void {
  program
    .command('restart')
    .description('stop a server and launch the same again, with the tokens that are in force now')
    .argument('<run>', 'its id, or the start of it')
    .option('--detach', 'leave it running; as it was before when left out', false)
    .option('--json', 'answer with one JSON document', false)
    .action(async (id: string, { json, detach }: { json: boolean; detach: boolean }) =>
      run(json, async (context) => restart({ id, detach }, context)),
    )
}
