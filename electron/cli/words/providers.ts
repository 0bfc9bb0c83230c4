import type { Command } from 'commander'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import {
  addProvider,
  dropProvider,
  listProviders,
  type AddProviderWords,
} from '../commands/providers.ts'
import type { Runner } from '../program.ts'
import { parseProvider, withJson, type JsonOption } from './options.ts'

/** `hubkey providers`, `hubkey providers add` and `hubkey providers remove`. */
export function addProviderWords(program: Command, run: Runner): void {
  const providers = withJson(program.command('providers'))
    .description('list whose keys Hubkey keeps')
    .action(async ({ json }: JsonOption) => run(json, listProviders))
  withJson(providers.command('add'))
    .description('keep the keys of one more provider')
    .argument('<label>', 'its name, or one that Hubkey knows')
    .option('--env <names...>', 'environment variables that carry its key')
    .option('--check-url <address>', 'GET with Bearer tells a good key (2xx) from a bad one (401)')
    .action(async (label: string, { json, ...words }: JsonOption & AddProviderWords) =>
      run(json, async (context) => addProvider({ ...words, label }, context)),
    )
  withJson(providers.command('remove'))
    .description('forget a provider that was added')
    .argument('<id>', 'its id', parseProvider)
    .option('--clear', 'its stored keys as well', false)
    .action(async (provider: ProviderId, { json, clear }: JsonOption & { clear: boolean }) =>
      run(json, async (context) => dropProvider({ provider, clear }, context)),
    )
}
