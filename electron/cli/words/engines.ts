import type { Command } from 'commander'
import { listEngines } from '../commands/engines.ts'
import type { Runner } from '../program.ts'
import { withJson, type JsonOption } from './options.ts'

/** The word about engines. */
export function addEngineWord(program: Command, run: Runner): void {
  withJson(program.command('engines'))
    .description('list the model servers that Hubkey can start, and how each one authenticates')
    .action(async ({ json }: JsonOption) => run(json, listEngines))
}
