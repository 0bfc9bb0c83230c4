import { Option, type Command } from 'commander'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import type { SinkId, SinkWay } from '../../../shared/domain/sink.ts'
import { seed } from '../commands/seed.ts'
import type { Runner } from '../program.ts'
import { parseProvider, withJson, type JsonOption } from './options.ts'
import { asOption, parseSinks } from './sinks.ts'

/** `hubkey seed`. */
export function addSeedWord(program: Command, run: Runner): void {
  withJson(program.command('seed'))
    .description(
      'put a token and its copies in place without a person, for scripts; again = rotation',
    )
    .argument('[command...]', 'with --from-command: what prints the token, after --')
    .addOption(
      new Option('--from-file <path>', 'read the token from a file').conflicts([
        'stdin',
        'fromCommand',
      ]),
    )
    .addOption(
      new Option('--from-command', 'read what a command prints, such as age -d')
        .default(false)
        .conflicts('stdin'),
    )
    .option('--stdin', 'read the token from standard input', false)
    .option('--provider <provider>', 'huggingface, ngc or another', parseProvider, 'huggingface')
    .option('--name <name>', 'the account that holds it', 'default')
    .option('--sinks <sinks>', 'comma-separated: hf, git, docker', parseSinks, [])
    .addOption(asOption())
    .option('--git-lfs', 'have git fetch large files, too', false)
    .passThroughOptions()
    .action(async (command: readonly string[], { json, as: way, ...options }: SeedWords) =>
      run(json, async (context) => seed({ ...options, way, command }, context)),
    )
}

interface SeedWords extends JsonOption {
  readonly fromFile?: string
  readonly fromCommand: boolean
  readonly stdin: boolean
  readonly provider: ProviderId
  readonly name: string
  readonly sinks: readonly SinkId[]
  readonly as?: SinkWay
  readonly gitLfs: boolean
}
