import { Option, type Command } from 'commander'
import { RepoTypeSchema, type RepoType } from '../../../shared/domain/repo.ts'
import { download } from '../commands/download.ts'
import type { Runner } from '../program.ts'
import { collect, withJson, type JsonOption } from './options.ts'

interface DownloadWords extends JsonOption {
  readonly revision: string
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly type: RepoType
}

/** `hubkey download`. */
export function addDownloadWords(program: Command, run: Runner): void {
  withJson(program.command('download'))
    .description('bring a repository, or some of its files, into the shared Hugging Face cache')
    .argument('<repo>', 'owner/name')
    .argument('[files...]', 'only these files')
    .option('--revision <revision>', 'branch, tag or commit', 'main')
    .option('--include <pattern>', 'only files that match; may be repeated', collect, [])
    .option('--exclude <pattern>', 'no files that match; may be repeated', collect, [])
    .addOption(
      new Option('--type <type>', 'kind of repository')
        .choices(RepoTypeSchema.options)
        .default('model'),
    )
    .action(async (repo: string, files: string[], { json, ...options }: DownloadWords) =>
      run(json, async (context) => download({ ...options, repo, files }, context)),
    )
}
