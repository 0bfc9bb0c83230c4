import { InvalidArgumentError, Option, type Command } from 'commander'
import { searchOrders } from '../../../shared/domain/search.ts'
import { searchForModels, type SearchWords } from '../commands/models-search.ts'
import { showModel } from '../commands/models-show.ts'
import type { Runner } from '../program.ts'
import { addCacheWords } from './cached-models.ts'
import { withJson, type JsonOption } from './options.ts'

/** `hubkey models` with `search`, `show`, `cached` and `remove`. */
export function addModelWords(program: Command, run: Runner): void {
  const models = program
    .command('models')
    .description('find models, see what they are and what the cache holds')
  withJson(models.command('search'))
    .description('find models on the Hub')
    .argument('[text]', 'words of the name', '')
    .option('--task <task>', 'such as text-generation')
    .option('--library <library>', 'such as transformers')
    .option('--gguf', 'only models that the embedded engine runs', false)
    .addOption(new Option('--gated', 'only models with terms to accept').conflicts('open'))
    .option('--open', 'only models without such terms')
    .option('--min-size <count>', 'least number of parameters, such as 3B', parseCount)
    .option('--max-size <count>', 'most parameters', parseCount)
    .addOption(new Option('--sort <order>', 'best first').choices(searchOrders).default('trending'))
    .option('--limit <count>', 'models per page, at most 100', parseLimit, 20)
    .option('--cursor <cursor>', '`next` of the page before')
    .action(async (text: string, options: SearchWords & JsonOption) =>
      run(options.json, async (context) => searchForModels({ ...options, text }, context)),
    )
  withJson(models.command('show'))
    .description('show what a model is, its quantisations and whether they fit this machine')
    .argument('<model>', 'owner/name')
    .option('--revision <revision>', 'branch, tag or commit', 'main')
    .action(async (repo: string, options: JsonOption & { revision: string }) =>
      run(options.json, async (context) =>
        showModel({ repo, revision: options.revision }, context),
      ),
    )
  addCacheWords(models, run)
}

function parseLimit(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit
  throw new InvalidArgumentError('A page holds 1 to 100 models.')
}

/** `8B`, `350M` or a plain number. */
function parseCount(text: string): number {
  const [, digits, unit] = /^(\d{1,6}(?:\.\d{1,3})?)([kmbt]?)$/i.exec(text) ?? []
  const factor = { '': 1, K: 1e3, M: 1e6, B: 1e9, T: 1e12 }[unit?.toUpperCase() ?? '']
  if (digits !== undefined && factor !== undefined) return Math.round(Number(digits) * factor)
  throw new InvalidArgumentError('Write it as 8B, 350M or a number.')
}
