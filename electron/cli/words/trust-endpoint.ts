import type { Command } from 'commander'
import { trustEndpointWord } from '../commands/trust-endpoint.ts'
import type { Runner } from '../program.ts'
import { withJson, type JsonOption } from './options.ts'

/** `hubkey trust-endpoint [URL]`. */
export function addTrustWords(program: Command, run: Runner): void {
  withJson(program.command('trust-endpoint'))
    .description('agree that stored tokens are sent to a mirror of the Hub')
    .argument('[url]', 'address of the mirror; the one of HF_ENDPOINT when left out')
    .option('--forget', 'take the agreement back', false)
    .action(async (url: string | undefined, options: JsonOption & { forget: boolean }) =>
      run(options.json, async (context) =>
        trustEndpointWord({ endpoint: url ?? null, forget: options.forget }, context),
      ),
    )
}
