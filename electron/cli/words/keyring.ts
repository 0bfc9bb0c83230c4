import { CommanderError, InvalidArgumentError, type Command } from 'commander'
import { moveIn, unlock } from '../commands/keyring.ts'
import { listNotices, snooze, tighten } from '../commands/notices.ts'
import { exitCodes } from '../exit-code.ts'
import type { Runner } from '../program.ts'
import { withJson, type JsonOption } from './options.ts'

interface NoticeWords extends JsonOption {
  readonly snooze: boolean
  readonly days: number
  readonly tighten: boolean
}

/** The words about the keyring, and about what is worth knowing of stored tokens: `keyring` and `notices`. */
export function addKeyringWords(program: Command, run: Runner): void {
  const keyring = program
    .command('keyring')
    .description('unlock the keyring, or move tokens into it')
  withJson(keyring.command('unlock'))
    .description('have the desktop ask for the password of the keyring')
    .action(async ({ json }: JsonOption) => run(json, unlock))
  withJson(keyring.command('move-in'))
    .description('move the tokens of credentials.json into the keyring')
    .action(async ({ json }: JsonOption) => run(json, moveIn))
  withJson(program.command('notices'))
    .description('list what is worth knowing of stored tokens, or settle one of it')
    .argument('[id]', 'which one, as it was listed')
    .option('--snooze', 'hide it for a while', false)
    .option('--days <days>', 'for how long', parseDays, 7)
    .option('--tighten', 'make the file it is about readable for you alone', false)
    .action(async (notice: string | undefined, words: NoticeWords) => {
      if ((notice === undefined) === (words.snooze !== words.tighten)) {
        const what =
          'Name a notice by its id, with --snooze or --tighten; or neither, for the list.'
        throw new CommanderError(exitCodes.usage, 'hubkey.notices', what)
      }
      await run(words.json, async (context) => {
        if (notice === undefined) return listNotices(context)
        return words.snooze
          ? snooze({ notice, days: words.days }, context)
          : tighten({ notice }, context)
      })
    })
}

function parseDays(text: string): number {
  const days = Number(text)
  if (Number.isInteger(days) && days >= 1 && days <= 366) return days
  throw new InvalidArgumentError('A number of days from 1 to 366.')
}
