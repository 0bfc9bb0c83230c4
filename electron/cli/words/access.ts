import { Option, type Command } from 'commander'
import { RepoTypeSchema, type RepoType } from '../../../shared/domain/repo.ts'
import { access } from '../commands/access.ts'
import type { Runner } from '../program.ts'

interface AccessWords {
  readonly json: boolean
  readonly type: RepoType
  readonly revision: string
  readonly account?: string
}

/** `hubkey access`. */
export function addAccessWords(program: Command, run: Runner): void {
  program
    .command('access')
    .description('tell whether you may have a model, and what to do if not')
    .argument('<repo>', 'owner/name')
    .addOption(
      new Option('--type <type>', 'what kind of repository it is')
        .choices(RepoTypeSchema.options)
        .default('model'),
    )
    .option('--revision <revision>', 'branch, tag or commit', 'main')
    .option('--account <name>', 'ask as this account')
    .option('--json', 'answer with one JSON document', false)
    .action(async (repo: string, { json, ...words }: AccessWords) =>
      run(json, async (context) => access({ ...words, repo }, context)),
    )
}
