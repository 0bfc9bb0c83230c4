import { Option, type Command } from 'commander'
import { RepoTypeSchema, type RepoType } from '../../../shared/domain/repo.ts'
import { listCache, removeModel } from '../commands/models-cached.ts'
import type { Runner } from '../program.ts'
import { withJson, type JsonOption } from './options.ts'

interface RemoveWords extends JsonOption {
  readonly revision?: string
  readonly type: RepoType
}

/** `hubkey models cached` and `hubkey models remove`. */
export function addCacheWords(models: Command, run: Runner): void {
  withJson(models.command('cached'))
    .description('show what lies in the shared cache, and how large it is')
    .action(async ({ json }: JsonOption) => run(json, async (context) => listCache(context)))
  withJson(models.command('remove'))
    .description('remove a repository, or one revision of it, from the shared cache')
    .argument('<repo>', 'owner/name')
    .option('--revision <revision>', 'only this branch, tag or commit')
    .addOption(
      new Option('--type <type>', 'kind of repository')
        .choices(RepoTypeSchema.options)
        .default('model'),
    )
    .action(async (repo: string, { json, type, revision }: RemoveWords) =>
      run(json, async (context) =>
        removeModel({ type, repo, revision: revision ?? null }, context),
      ),
    )
}
