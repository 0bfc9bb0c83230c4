import { resolve } from 'node:path'
import { CommanderError, type Command } from 'commander'
import { printHook, scan } from '../commands/scan.ts'
import { exitCodes } from '../exit-code.ts'
import type { Runner } from '../program.ts'
import { withJson, type JsonOption } from './options.ts'

interface ScanWords extends JsonOption {
  readonly history: boolean
  readonly staged: boolean
  readonly hook: boolean
}

/** `hubkey scan`. */
export function addScanWord(program: Command, run: Runner): void {
  withJson(program.command('scan'))
    .description('look for tokens in files and repositories; 1 when there are any')
    .argument('[paths...]', 'files and folders; with --staged: a folder of the repository')
    .option('--history', 'also in everything that the repositories at these paths keep', false)
    .option('--staged', 'instead: in what the next commit would hold', false)
    .option('--hook', 'print a pre-commit hook for git', false)
    .action(async (paths: readonly string[], { json, history, staged, hook }: ScanWords) => {
      if (paths.length === 0 && !staged && !hook) {
        throw new CommanderError(exitCodes.usage, 'hubkey.scan', 'Name what to look into.')
      }
      const where = (paths.length === 0 ? ['.'] : paths).map((path) => resolve(path))
      if (hook) await run(json, printHook)
      else await run(json, async (context) => scan({ paths: where, history, staged }, context))
    })
}
