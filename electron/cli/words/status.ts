import type { Command } from 'commander'
import { status } from '../commands/status.ts'
import type { Runner } from '../program.ts'
import { withJson, type JsonOption } from './options.ts'

/** `hubkey status`. */
export function addStatusWord(program: Command, run: Runner): void {
  withJson(program.command('status'))
    .description('show where tokens come from, without asking anyone')
    .action(async ({ json }: JsonOption) => run(json, status))
}
