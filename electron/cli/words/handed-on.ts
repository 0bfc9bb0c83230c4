import { CommanderError, type Command } from 'commander'
import { exitCodes } from '../exit-code.ts'

/**
 * What stands behind a script or an image, for it alone. One of Hubkey's own options there, such as
 * `--dry-run`, would be handed on in silence, and the job run and paid for: it is refused, unless `--` says
 * that it is meant. Throws a `CommanderError` of wrong usage.
 */
export function handedOn(words: readonly string[], command: Command): readonly string[] {
  if (words[0] === '--') return words.slice(1)
  const end = words.indexOf('--')
  const own = (end === -1 ? words : words.slice(0, end)).find((word) => isOwn(word, command))
  if (own === undefined) return words
  throw wrongPlace(own)
}

/** The same for a command: its first word is a program, and what follows is that program's. */
export function handedCommand(words: readonly string[]): readonly string[] {
  if (words[0] === '--') return words.slice(1)
  if (words[0]?.startsWith('-') === true) throw wrongPlace(words[0])
  return words
}

/** By its long name; a short one, such as `-d`, may mean anything to a script. */
function isOwn(word: string, command: Command): boolean {
  const [name] = word.split('=')
  return command.options.some(({ long }) => long !== undefined && long === name)
}

function wrongPlace(word: string): CommanderError {
  return new CommanderError(
    exitCodes.usage,
    'hubkey.jobs',
    `error: ${word} stands where the job would get it. Say Hubkey’s own options first; for the job’s, put -- before them.`,
  )
}
