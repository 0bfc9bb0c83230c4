import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { engineIds, type EngineId } from '../../shared/domain/engine-facts.ts'
import { ProviderIdSchema, type ProviderId } from '../../shared/domain/provider.ts'
import type { SinkId } from '../../shared/domain/sink.ts'
import type { Context } from './context.ts'
import { clear } from './commands/clear.ts'
import { exec } from './commands/exec.ts'
import { launch } from './commands/launch.ts'
import { login } from './commands/login.ts'
import { ps } from './commands/ps.ts'
import { status } from './commands/status.ts'
import { stop } from './commands/stop.ts'
import { verify } from './commands/verify.ts'
import { exitCodes } from './exit-code.ts'
import { addAccessWords } from './words/access.ts'
import { addAccountWords, addCopyWords, parseSinks } from './words/accounts.ts'
import { addGitWords } from './words/git-credential.ts'
import { addDownloadWords } from './words/download.ts'
import { addImportWords } from './words/import.ts'
import { addKeyringWords } from './words/keyring.ts'
import { addModelWords } from './words/models.ts'
import { addProviderWords } from './words/providers.ts'
import { addRestartWord } from './words/restart.ts'
import { addTrustWords } from './words/trust-endpoint.ts'

/** Runs a command in a context made for its `--json`; resolves to the exit code. */
export type Runner = (
  isJson: boolean,
  verb: (context: Context) => Promise<number> | Promise<void>,
) => Promise<void>

/** The command line as a value: words, options and which verb each one calls. */
export function createProgram(version: string, run: Runner): Command {
  const program = new Command('hubkey')
    .description('Keeps your model-hub tokens and starts local models with just what they need.')
    .version(version)
    .exitOverride()
    .enablePositionalOptions()

  withJson(program.command('login'))
    .description('verify a token with its provider and store it')
    .argument('[provider]', 'huggingface', parseProvider, 'huggingface')
    .option('--stdin', 'read the token from standard input', false)
    .addOption(
      new Option('--device', 'log in by the browser; the token renews itself')
        .default(false)
        .conflicts(['stdin', 'fromFile']),
    )
    .addOption(new Option('--from-file <path>', 'read the token from a file').conflicts('stdin'))
    .option('--name <name>', 'store it as this account')
    .option('--sinks <sinks>', 'keep these in step: hf, git, docker', parseSinks)
    .action(async (provider: ProviderId, { json, ...options }: LoginWords) =>
      run(json, async (context) => login({ provider, ...options }, context)),
    )
  withJson(program.command('status'))
    .description('show where tokens come from, without asking anyone')
    .action(async ({ json }: JsonOption) => run(json, status))
  withJson(program.command('verify'))
    .description('ask the provider about the token in use')
    .argument('[provider]', 'huggingface', parseProvider, 'huggingface')
    .option('--name <name>', "this account's token instead")
    .action(async (provider: ProviderId, { json, name }: JsonOption & { name?: string }) =>
      run(json, async (context) => verify({ provider, account: name }, context)),
    )
  withJson(program.command('clear'))
    .description('remove a stored token')
    .argument('[name]', 'an account, or a provider whose token in use is meant')
    .option('--provider <provider>', 'whose account', parseProvider)
    .option('--all', 'every stored token', false)
    .action(async (name: string | undefined, { json, ...options }: ClearWords) =>
      run(json, async (context) => clear({ name, ...options }, context)),
    )
  withJson(program.command('exec'))
    .description('run a command with every stored secret in its environment, its output masked')
    .argument('<command...>', 'the command, after --')
    .option('--only <providers>', 'comma-separated providers', parseProviders)
    .option('--no-mask', 'leave the output as it is')
    .passThroughOptions()
    .action(async (command: [string, ...string[]], options: ExecWords) =>
      run(options.json, async (context) =>
        exec({ command, mask: options.mask, providers: options.only ?? null }, context),
      ),
    )
  addAccessWords(program, run)
  addAccountWords(program, run, parseProvider)
  addCopyWords(program, run, parseProvider)
  addImportWords(program, run)
  addKeyringWords(program, run)
  addRunCommands(program, run)
  addRestartWord(program, run)
  addGitWords(program, run)
  addDownloadWords(program, run)
  addModelWords(program, run)
  addTrustWords(program, run)
  addProviderWords(program, run, parseProvider)
  return program
}

interface JsonOption {
  readonly json: boolean
}

interface LoginWords extends JsonOption {
  readonly stdin: boolean
  readonly device: boolean
  readonly fromFile?: string
  readonly name?: string
  readonly sinks?: readonly SinkId[]
}

interface ClearWords extends JsonOption {
  readonly provider?: ProviderId
  readonly all: boolean
}

interface ExecWords extends JsonOption {
  readonly only?: readonly ProviderId[]
  readonly mask: boolean
}

interface LaunchWords extends JsonOption {
  readonly file?: string
  readonly revision: string
  readonly port: number
  readonly engine: EngineId
  readonly detach: boolean
  readonly supervise: boolean
}

function addRunCommands(program: Command, run: Runner): void {
  withJson(program.command('launch'))
    .description('download a model if needed and serve it on 127.0.0.1')
    .argument('<model>', 'owner/name')
    .option('--file <path>', 'which file of the repository; the best one when left out')
    .option('--revision <revision>', 'branch, tag or commit', 'main')
    .option('--port <port>', 'port to listen on; 0 for any free one', parsePort, 0)
    .addOption(
      new Option('--engine <engine>', 'which server runs it')
        .choices(engineIds)
        .default('embedded'),
    )
    .option('--detach', 'return when it is ready and leave it running', false)
    .addOption(new Option('--supervise').default(false).hideHelp())
    .action(async (repo: string, options: LaunchWords) =>
      run(options.json, async (context) =>
        launch({ ...options, repo, file: options.file ?? null }, context),
      ),
    )
  withJson(program.command('ps'))
    .description('list the running servers')
    .option('-a, --all', 'also those that have ended', false)
    .action(async (options: JsonOption & { all: boolean }) =>
      run(options.json, async (context) => ps({ all: options.all }, context)),
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
}

function withJson(command: Command): Command {
  return command.option('--json', 'answer with one JSON document', false)
}

function parseProvider(text: string): ProviderId {
  const parsed = ProviderIdSchema.safeParse(text)
  if (!parsed.success) throw new InvalidArgumentError('See: hubkey providers.')
  return parsed.data
}

function parseProviders(text: string): readonly ProviderId[] {
  return text.split(',').map(parseProvider)
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  }
  return port
}
