import type { Command } from 'commander'
import { checkPresets, listPresets, showPreset } from '../commands/presets.ts'
import type { Runner } from '../program.ts'
import { withJson, type JsonOption } from './options.ts'

/** The words about launch presets. */
export function addPresetWords(program: Command, run: Runner): void {
  const presets = program
    .command('presets')
    .description('launch presets, which are written in models.yaml')
  withJson(presets.command('list', { isDefault: true }))
    .description('list them')
    .action(async ({ json }: JsonOption) => run(json, listPresets))
  withJson(presets.command('show'))
    .description('show one with all that it leaves out')
    .argument('<name>')
    .action(async (name: string, { json }: JsonOption) =>
      run(json, async (context) => showPreset({ name }, context)),
    )
  withJson(presets.command('check'))
    .description('tell whether every one can be used, with line and column')
    .action(async ({ json }: JsonOption) => run(json, checkPresets))
}
