import { CommanderError, type Command } from 'commander'
import { commandErrors } from '../../shared/command-errors.ts'
import { AppFailure, errors, type AppError } from '../../shared/errors.ts'
import { reportUnexpected } from '../app/report.ts'
import { createContext, type Context, type ContextNeeds } from './context.ts'
import { exitCodeOf, exitCodes } from './exit-code.ts'
import { createProgram } from './program.ts'

/**
 * Runs one command line and resolves to its exit code. It never rejects: whatever goes wrong is
 * printed as a sentence, or with `--json` as one document.
 */
export async function runCli(
  argv: readonly string[],
  version: string,
  needs: ContextNeeds,
): Promise<number> {
  let exitCode: number = exitCodes.done
  const program = await createProgram(argv, version, async (isJson, verb) => {
    const context = createContext(needs, isJson)
    try {
      exitCode = (await verb(context)) ?? exitCodes.done
    } catch (cause) {
      const error = errorOf(cause, context, needs.signal)
      context.output.failure(error)
      exitCode = exitCodeOf(error)
    }
  })
  const isJson = wantsJson(argv)
  for (const command of withSubcommands(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => needs.io.stdout.write(text),
      writeErr: (text) => isJson || needs.io.stderr.write(text),
    })
  }
  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause
    if (cause.exitCode === 0) return exitCodes.done
    const context = createContext(needs, isJson)
    if (isJson || cause.code.startsWith('hubkey.')) {
      context.output.failure(errors.badInput(cause.message.replace(/^error: /, '')))
    }
    return exitCodes.usage
  }
  return exitCode
}

/** What the user reads of a failure. One that came of being interrupted is nothing to look into. */
function errorOf(cause: unknown, { core }: Context, signal: AbortSignal): AppError {
  if (cause instanceof AppFailure) return cause.error
  if (signal.aborted) return commandErrors.interrupted()
  return errors.unexpected(reportUnexpected('cli', cause, core.log))
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)]
}

/** Whether `--json` was asked of us, not of the command behind `--`. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end === -1 ? undefined : end).includes('--json')
}
