import { Option, type Command } from 'commander'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import type { SinkId } from '../../../shared/domain/sink.ts'
import { login } from '../commands/login.ts'
import type { Runner } from '../program.ts'
import { parseProvider, withJson, type JsonOption } from './options.ts'
import { parseSinks } from './sinks.ts'

/** `hubkey login`. */
export function addLoginWord(program: Command, run: Runner): void {
  withJson(program.command('login'))
    .description('verify a token with its provider and store it')
    .argument('[provider]', 'huggingface', parseProvider, 'huggingface')
    .option('--stdin', 'read the token from standard input', false)
    .addOption(
      new Option('--device', 'log in by the browser; the token renews itself')
        .default(false)
        .conflicts(['stdin', 'fromFile']),
    )
    .addOption(
      new Option('--client-id <id>', 'with --device: as this OAuth application, now and later')
        .implies({ device: true })
        .conflicts(['stdin', 'fromFile']),
    )
    .addOption(new Option('--from-file <path>', 'read the token from a file').conflicts('stdin'))
    .option('--name <name>', 'store it as this account')
    .option('--sinks <sinks>', 'keep these in step: hf, git, docker', parseSinks)
    .action(async (provider: ProviderId, { json, ...options }: LoginWords) =>
      run(json, async (context) => login({ provider, ...options }, context)),
    )
}

interface LoginWords extends JsonOption {
  readonly stdin: boolean
  readonly device: boolean
  readonly clientId?: string
  readonly fromFile?: string
  readonly name?: string
  readonly sinks?: readonly SinkId[]
}
