import { CommanderError, Option, type Command } from 'commander'
import { RepoTypeSchema, type RepoType } from '../../../shared/domain/repo.ts'
import { access } from '../commands/access.ts'
import { listWatched, unwatch } from '../commands/watches.ts'
import { exitCodes } from '../exit-code.ts'
import type { Runner } from '../program.ts'
import { withJson, type JsonOption } from './options.ts'

interface AccessWords extends JsonOption {
  readonly type: RepoType
  readonly revision: string
  readonly account?: string
  readonly watch: boolean
  readonly unwatch: boolean
  readonly watched: boolean
  readonly now: boolean
}

/** `hubkey access`. */
export function addAccessWords(program: Command, run: Runner): void {
  withJson(program.command('access'))
    .description('tell whether you may have a model, and what to do if not')
    .argument('[repo]', 'owner/name')
    .addOption(
      new Option('--type <type>', 'what kind of repository it is')
        .choices(RepoTypeSchema.options)
        .default('model'),
    )
    .option('--revision <revision>', 'branch, tag or commit', 'main')
    .option('--account <name>', 'ask as this account')
    .addOption(
      new Option('--watch', 'let the app ask again, gently, and tell when it opens')
        .default(false)
        .conflicts(['unwatch', 'watched']),
    )
    .addOption(new Option('--unwatch', 'wait for it no more').default(false).conflicts('watched'))
    .option('--watched', 'list what is waited for', false)
    .option('--now', 'with --watched: ask about it now, or about the one repository', false)
    .action(async (repo: string | undefined, { json, watched, now, ...words }: AccessWords) => {
      if (now && !watched) {
        throw new CommanderError(exitCodes.usage, 'hubkey.access', '--now goes with --watched.')
      }
      if (watched) {
        const name = repo === undefined ? null : { repo, type: words.type }
        await run(json, async (context) => listWatched({ now, name }, context))
        return
      }
      if (repo === undefined) {
        throw new CommanderError(
          exitCodes.usage,
          'hubkey.access',
          'Name a repository, or pass --watched.',
        )
      }
      if (words.unwatch) {
        await run(json, async (context) => unwatch({ repo, type: words.type }, context))
      } else await run(json, async (context) => access({ ...words, repo }, context))
    })
}
