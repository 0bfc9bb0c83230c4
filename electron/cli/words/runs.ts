import { CommanderError, InvalidArgumentError, Option, type Command } from 'commander'
import { engineIds, type EngineId } from '../../../shared/domain/engine-facts.ts'
import { RunIdSchema, type RunId } from '../../../shared/domain/run.ts'
import { launch } from '../commands/launch.ts'
import { logs } from '../commands/logs.ts'
import { ps } from '../commands/ps.ts'
import { restart } from '../commands/restart.ts'
import { stop } from '../commands/stop.ts'
import { exitCodes } from '../exit-code.ts'
import type { Runner } from '../program.ts'
import { withJson, type JsonOption } from './options.ts'

interface LaunchWords extends JsonOption {
  readonly file?: string
  readonly revision?: string
  readonly port?: number
  readonly engine?: EngineId
  readonly settings?: string
  readonly check: boolean
  readonly detach: boolean
  readonly reuse: boolean
  readonly supervise?: RunId
}

/** The words about servers: `launch`, `ps`, `logs`, `stop` and `restart`. */
export function addRunWords(program: Command, run: Runner): void {
  withJson(program.command('launch'))
    .description('download a model if needed and serve it on 127.0.0.1')
    .argument('<model>', 'owner/name, or the name of a preset')
    .option('--file <path>', 'which file of the repository; the best one when left out')
    .option('--revision <revision>', 'branch, tag or commit; main when left out')
    .option('--port <port>', 'port to listen on; any free one when left out', parsePort)
    .addOption(new Option('--engine <engine>', 'which server runs it').choices(engineIds))
    .option('--check', 'tell whether it could be launched, and start nothing', false)
    .option('--detach', 'return when it is ready and leave it running', false)
    .addOption(
      new Option('--reuse', 'take a server that runs already and is the same, whoever launched it')
        .default(false)
        .conflicts('detach'),
    )
    .addOption(new Option('--supervise <run>').argParser(parseRun).hideHelp())
    .addOption(new Option('--settings <json>').hideHelp())
    .action(async (model: string, options: LaunchWords) =>
      run(options.json, async (context) => launch({ ...options, model }, context)),
    )
  withJson(program.command('ps'))
    .description('list the running servers')
    .option('-a, --all', 'also those that have ended, whose logs are kept', false)
    .action(async (options: JsonOption & { all: boolean }) =>
      run(options.json, async (context) => ps({ all: options.all }, context)),
    )
  withJson(program.command('logs'))
    .description('show what a server wrote, running or not')
    .argument('[run]', 'its id, or the start of it; the newest one when left out')
    .option('-f, --follow', 'stay until it ends', false)
    .option('--tail <lines>', 'only the last lines', parseCount)
    .action(
      async (
        id: string | undefined,
        { json, follow, tail }: JsonOption & { follow: boolean; tail?: number },
      ) => {
        if (follow && json) {
          throw new CommanderError(
            exitCodes.usage,
            'hubkey.logs',
            'Pass --follow or --json, not both.',
          )
        }
        await run(json, async (context) =>
          logs({ id: id ?? null, follow, tail: tail ?? null }, context),
        )
      },
    )
  withJson(program.command('stop'))
    .description('stop a server')
    .argument('[run]', 'its id, or the start of it')
    .option('--all', 'stop every one', false)
    .action(async (id: string | undefined, options: JsonOption & { all: boolean }) => {
      if ((id === undefined) === !options.all) {
        throw new CommanderError(exitCodes.usage, 'hubkey.stop', 'Name a run, or pass --all.')
      }
      await run(options.json, async (context) => stop({ id: id ?? null }, context))
    })
  withJson(program.command('restart'))
    .description('stop a server and launch the same again, with the tokens that are in force now')
    .argument('<run>', 'its id, or the start of it')
    .option('--detach', 'leave it running; as it was before when left out', false)
    .action(async (id: string, { json, detach }: JsonOption & { detach: boolean }) =>
      run(json, async (context) => restart({ id, detach }, context)),
    )
}

function parseRun(text: string): RunId {
  const id = RunIdSchema.safeParse(text)
  if (id.success) return id.data
  throw new InvalidArgumentError('It is the id of a run.')
}

function parseCount(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a number of lines.')
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  }
  return port
}
