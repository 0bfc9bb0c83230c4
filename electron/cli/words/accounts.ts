import { InvalidArgumentError, type Command } from 'commander'
import { z } from 'zod'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import { SinkIdSchema, sinkIds, type SinkId } from '../../../shared/domain/sink.ts'
import { listAccounts } from '../commands/accounts.ts'
import { changeAccount } from '../commands/change-account.ts'
import { rotate } from '../commands/rotate.ts'
import { sinks } from '../commands/sinks.ts'
import type { Runner } from '../program.ts'

interface AccountOptions {
  readonly json: boolean
  readonly provider: ProviderId
}

interface TieOptions extends AccountOptions {
  readonly organisation: readonly string[]
  readonly model: readonly string[]
}

/** The words about several named tokens: `accounts`, `use`, `rename` and `tie`. */
export function addAccountWords(
  program: Command,
  run: Runner,
  parseProvider: (text: string) => ProviderId,
): void {
  program
    .command('accounts')
    .description('list the stored tokens by name')
    .argument('[provider]', 'only of this one', parseProvider)
    .option('--json', 'answer with one JSON document', false)
    .action(async (provider: ProviderId | undefined, { json }: { json: boolean }) =>
      run(json, async (context) => listAccounts({ provider }, context)),
    )
  const command = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--provider <provider>', 'whose account', parseProvider, 'huggingface')
      .option('--json', 'answer with one JSON document', false)
  command('use', 'choose the account whose token is used')
    .argument('<name>', 'the account')
    .action(async (account: string, { provider, json }: AccountOptions) =>
      run(json, async (context) => changeAccount({ verb: 'use', provider, account }, context)),
    )
  command('rename', 'give an account another name')
    .argument('<name>', 'the account')
    .argument('<new-name>', 'its new name')
    .action(async (account: string, name: string, { provider, json }: AccountOptions) =>
      run(json, async (context) =>
        changeAccount({ verb: 'rename', provider, account, name }, context),
      ),
    )
  command('tie', 'use an account for these organisations and models; without any, for none')
    .argument('<name>', 'the account')
    .option('--organisation <name>', 'as in organisation/model; may be repeated', collect, [])
    .option('--model <owner/name>', 'may be repeated', collect, [])
    .action(async (account: string, options: TieOptions) => {
      const { provider, organisation, model, json } = options
      const scope = { organisations: [...organisation], models: [...model] }
      await run(json, async (context) =>
        changeAccount({ verb: 'tie', provider, account, scope }, context),
      )
    })
}

/** The words about replacing a token and about its copies: `rotate` and `sinks`. */
export function addCopyWords(
  program: Command,
  run: Runner,
  parseProvider: (text: string) => ProviderId,
): void {
  program
    .command('rotate')
    .description('verify a new token and put it wherever the old one lies')
    .argument('[provider]', 'huggingface', parseProvider, 'huggingface')
    .option('--name <name>', "this account's token instead of the one in use")
    .option('--stdin', 'read the new token from standard input', false)
    .option('--revoke-old', 'make the old token worthless at its provider', false)
    .option('--unverified', 'also when the provider cannot be asked', false)
    .option('--json', 'answer with one JSON document', false)
    .action(async (provider: ProviderId, { json, ...options }: RotateWords) =>
      run(json, async (context) => rotate({ provider, ...options }, context)),
    )
  program
    .command('sinks')
    .description('show the copies of other tools, and which are kept in step')
    .option('--on <sinks>', 'comma-separated: hf, git, docker', parseSinks, [])
    .option('--off <sinks>', 'comma-separated; their copies of our tokens go', parseSinks, [])
    .option('--json', 'answer with one JSON document', false)
    .action(async ({ json, ...options }: SinkWords) =>
      run(json, async (context) => sinks(options, context)),
    )
}

interface RotateWords {
  readonly json: boolean
  readonly name?: string
  readonly stdin: boolean
  readonly revokeOld: boolean
  readonly unverified: boolean
}

interface SinkWords {
  readonly json: boolean
  readonly on: readonly SinkId[]
  readonly off: readonly SinkId[]
}

/** A comma-separated list of sinks. Throws for an unknown one. */
export function parseSinks(text: string): readonly SinkId[] {
  const parsed = z.array(SinkIdSchema).safeParse(text.split(','))
  if (!parsed.success) throw new InvalidArgumentError(`Known: ${sinkIds.join(', ')}.`)
  return parsed.data
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text]
}
