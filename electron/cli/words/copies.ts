import type { Command } from 'commander'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import type { SinkId, SinkWay } from '../../../shared/domain/sink.ts'
import { rotate } from '../commands/rotate.ts'
import { sinks } from '../commands/sinks.ts'
import type { Runner } from '../program.ts'
import { parseProvider, withJson, type JsonOption } from './options.ts'
import { asOption, parseSinks } from './sinks.ts'

/** The words about replacing a token and about its copies: `rotate` and `sinks`. */
export function addCopyWords(program: Command, run: Runner): void {
  withJson(program.command('rotate'))
    .description('verify a new token and put it wherever the old one lies')
    .argument('[provider]', 'huggingface', parseProvider, 'huggingface')
    .option('--name <name>', "this account's token instead of the one in use")
    .option('--stdin', 'read the new token from standard input', false)
    .option('--revoke-old', 'make the old token worthless at its provider', false)
    .option('--unverified', 'also when the provider cannot be asked', false)
    .action(async (provider: ProviderId, { json, ...options }: RotateWords) =>
      run(json, async (context) => rotate({ provider, ...options }, context)),
    )
  withJson(program.command('sinks'))
    .description('show the copies of other tools, and which are kept in step')
    .option('--on <sinks>', 'comma-separated: hf, git, docker', parseSinks, [])
    .addOption(asOption())
    .option('--off <sinks>', 'comma-separated; their copies of our tokens go', parseSinks, [])
    .action(async ({ json, as: way, ...options }: SinkWords) =>
      run(json, async (context) => sinks({ ...options, way }, context)),
    )
}

interface RotateWords extends JsonOption {
  readonly name?: string
  readonly stdin: boolean
  readonly revokeOld: boolean
  readonly unverified: boolean
}

interface SinkWords extends JsonOption {
  readonly on: readonly SinkId[]
  readonly off: readonly SinkId[]
  readonly as?: SinkWay
}
