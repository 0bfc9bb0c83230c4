import { resolve } from 'node:path'
import type { Command } from 'commander'
import { doctor, report } from '../commands/doctor.ts'
import type { Runner } from '../program.ts'
import { withJson, type JsonOption } from './options.ts'

interface DoctorWords extends JsonOption {
  readonly fix: boolean
  readonly report: boolean
  readonly in: readonly string[]
}

/** `hubkey doctor`. */
export function addDoctorWord(program: Command, run: Runner): void {
  withJson(program.command('doctor'))
    .description('find what is wrong with tokens and their tools on this machine, and mend it')
    .option('--fix', 'do what was shown; each thing is said before it is done', false)
    .option('--report', 'print a report for an issue, without secrets and names', false)
    .option('--in <path>', 'look into this .env file or folder too; may be repeated', collect, [])
    .action(async (words: DoctorWords) => {
      const files = [...words.in]
      if (words.report) await run(words.json, report)
      else await run(words.json, async (context) => doctor({ fix: words.fix, files }, context))
    })
}

function collect(path: string, before: readonly string[]): readonly string[] {
  return [...before, resolve(path)]
}
