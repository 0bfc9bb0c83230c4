import type { Command } from 'commander'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import { clear } from '../commands/clear.ts'
import { verify } from '../commands/verify.ts'
import type { Runner } from '../program.ts'
import { parseProvider, withJson, type JsonOption } from './options.ts'

/** The words about one stored token: `verify` and `clear`. */
export function addTokenWords(program: Command, run: Runner): void {
  withJson(program.command('verify'))
    .description('ask the provider about the token in use')
    .argument('[provider]', 'huggingface', parseProvider, 'huggingface')
    .option('--name <name>', "this account's token instead")
    .action(async (provider: ProviderId, { json, name }: JsonOption & { name?: string }) =>
      run(json, async (context) => verify({ provider, account: name }, context)),
    )
  withJson(program.command('clear'))
    .description('remove a stored token')
    .argument('[name]', 'an account, or a provider whose token in use is meant')
    .option('--provider <provider>', 'whose account', parseProvider)
    .option('--all', 'every stored token', false)
    .action(async (name: string | undefined, { json, ...options }: ClearWords) =>
      run(json, async (context) => clear({ name, ...options }, context)),
    )
}

interface ClearWords extends JsonOption {
  readonly provider?: ProviderId
  readonly all: boolean
}
