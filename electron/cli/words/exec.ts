import type { Command } from 'commander'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import { exec } from '../commands/exec.ts'
import type { Runner } from '../program.ts'
import { parseProvider, withJson, type JsonOption } from './options.ts'

/** `hubkey exec -- COMMAND`. */
export function addExecWord(program: Command, run: Runner): void {
  withJson(program.command('exec'))
    .description('run a command with every stored secret in its environment, its output masked')
    .argument('<command...>', 'the command, after --')
    .option('--only <providers>', 'comma-separated providers', parseProviders)
    .option('--no-mask', 'leave the output as it is')
    .passThroughOptions()
    .action(async (command: [string, ...string[]], options: ExecWords) =>
      run(options.json, async (context) =>
        exec({ command, mask: options.mask, providers: options.only ?? null }, context),
      ),
    )
}

interface ExecWords extends JsonOption {
  readonly only?: readonly ProviderId[]
  readonly mask: boolean
}

function parseProviders(text: string): readonly ProviderId[] {
  return text.split(',').map(parseProvider)
}
