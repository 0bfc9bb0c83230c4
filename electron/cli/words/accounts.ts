import type { Command } from 'commander'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import { listAccounts } from '../commands/accounts.ts'
import { changeAccount } from '../commands/change-account.ts'
import type { Runner } from '../program.ts'
import { collect, parseProvider, withJson, type JsonOption } from './options.ts'

interface AccountOptions extends JsonOption {
  readonly provider: ProviderId
}

interface TieOptions extends AccountOptions {
  readonly organisation: readonly string[]
  readonly model: readonly string[]
}

/** The words about several named tokens: `accounts`, `use`, `rename` and `tie`. */
export function addAccountWords(program: Command, run: Runner): void {
  withJson(program.command('accounts'))
    .description('list the stored tokens by name')
    .argument('[provider]', 'only of this one', parseProvider)
    .action(async (provider: ProviderId | undefined, { json }: JsonOption) =>
      run(json, async (context) => listAccounts({ provider }, context)),
    )
  const command = (name: string, description: string): Command =>
    withJson(program.command(name))
      .description(description)
      .option('--provider <provider>', 'whose account', parseProvider, 'huggingface')
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
