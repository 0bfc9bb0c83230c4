import { CommanderError, InvalidArgumentError, Option, type Command } from 'commander'
import { stats } from '../commands/job-stats.ts'
import {
  diagnosis,
  hardware,
  logs,
  one,
  ps,
  schedules,
  submit,
  type AsAccount,
} from '../commands/jobs.ts'
import { exitCodes } from '../exit-code.ts'
import { readJobFile } from '../job-file.ts'
import { readCommandSpec, readScriptSpec, type JobWords } from '../job-options.ts'
import type { Runner } from '../program.ts'
import { handedCommand, handedOn } from './handed-on.ts'
import { collect, withJson, type JsonOption } from './options.ts'

type Words = JobWords &
  JsonOption &
  AsAccount & {
    readonly detach: boolean
    readonly dryRun: boolean
    readonly fix: boolean
    readonly schedule?: string
  }

const scheduleVerbs = ['list', 'suspend', 'resume', 'run', 'delete'] as const

/** `hubkey jobs …`: Hugging Face Jobs. */
export function addJobWords(program: Command, run: Runner): void {
  const jobs = program.command('jobs').description('run jobs on the machines of Hugging Face')
  addSubmitWords(jobs, run)
  withAccount(jobs.command('ps'))
    .description('list the running jobs')
    .option('-a, --all', 'also those that have ended', false)
    .option('--label <name=value>', 'only those that have it; may be repeated', collect, [])
    .option('--namespace <name>', 'of this user or organisation')
    .action(
      async ({ json, label, namespace, ...rest }: JsonOption & AsAccount & { all: boolean; label: readonly string[]; namespace?: string }) =>
        run(json, async (context) => ps({ ...rest, labels: label, namespace: namespace ?? null }, context)),
    ) // prettier-ignore
  withAccount(jobs.command('logs'))
    .description('show what a job wrote')
    .argument('<job>', 'its id, or owner/id')
    .option('-f, --follow', 'stay until it ends', false)
    .option('--tail <lines>', 'only the last lines', parseCount)
    .action(
      async (name: string, { json, tail, ...rest }: JsonOption & AsAccount & { follow: boolean; tail?: number }) =>
        run(json, async (context) => logs(name, { ...rest, tail: tail ?? null }, context)),
    ) // prettier-ignore
  const verbs = {
    inspect: 'tell all about a job, of its secrets the names',
    cancel: 'stop a job',
    duplicate: 'submit the same job again',
  } as const
  for (const verb of ['inspect', 'cancel', 'duplicate'] as const) {
    withAccount(jobs.command(verb))
      .description(verbs[verb])
      .argument('<job>', 'its id, or owner/id')
      .action(async (name: string, { json, ...rest }: JsonOption & AsAccount) =>
        run(json, async (context) => one(verb, name, rest, context)),
      )
  }
  withAccount(jobs.command('diagnose'))
    .description('tell why a job failed, and what to do about it')
    .argument('<job>', 'its id, or owner/id')
    .action(async (name: string, { json, ...rest }: JsonOption & AsAccount) =>
      run(json, async (context) => diagnosis(name, rest, context)),
    )
  withAccount(jobs.command('stats'))
    .description('tell how busy the machine of a job is')
    .argument('<job>', 'its id, or owner/id')
    .action(async (name: string, { json, ...rest }: JsonOption & AsAccount) =>
      run(json, async (context) => stats(name, rest, context)),
    )
  withAccount(jobs.command('hardware'))
    .description('list the machines and what they cost')
    .action(async ({ json, ...rest }: JsonOption & AsAccount) =>
      run(json, async (context) => hardware(rest, context)),
    )
  addScheduleWord(jobs, run)
}

function addSubmitWords(jobs: Command, run: Runner): void {
  withJob(jobs.command('run'))
    .description('run a command in an image')
    .argument('[image]', 'such as python:3.12, or hf.co/spaces/owner/name')
    .argument('[command...]')
    .option('-f, --file <path>', 'all of it from a job file (YAML) instead')
    .passThroughOptions()
    .action(
      async (image: string | undefined, handed: readonly string[], words: Words & { file?: string }, itself: Command) => {
        const { file } = words
        const command = handedCommand(handed)
        if (file === undefined && (image === undefined || command.length === 0)) {
          throw new CommanderError(exitCodes.usage, 'hubkey.jobs', 'error: say an image and a command, or -f with a job file.')
        }
        if (file !== undefined) refuseBesideFile(image, itself)
        await run(words.json, async (context) => {
          if (file === undefined) return submit(await readCommandSpec(image ?? '', command, words), words, context)
          const { spec, schedule } = await readJobFile(file)
          const times = words.schedule ?? schedule
          return submit(spec, { ...words, ...(times === undefined ? {} : { schedule: times }) }, context)
        })
      },
    ) // prettier-ignore
  withJob(jobs.command('uv'))
    .description('run a Python script with what its header names')
    .argument('<script>', 'a file, or an https address')
    .argument('[arguments...]')
    .option('--with <package>', 'a further dependency; may be repeated', collect, [])
    .option('--python <version>', 'version of Python')
    .option('--image <image>', 'an image that has uv')
    .passThroughOptions()
    .action(async (script: string, words: readonly string[], options: Words, itself: Command) => {
      const args = handedOn(words, itself)
      await run(options.json, async (context) =>
        submit(await readScriptSpec(script, args, options), options, context),
      )
    })
}

/** What the file says is not said twice: two answers would leave a doubt about which one counts. */
function refuseBesideFile(image: string | undefined, itself: Command): void {
  const inFile = ['flavor', 'timeout', 'env', 'secret', 'secretsFile', 'label', 'namespace', 'port']
  const twice = inFile.find((name) => itself.getOptionValueSource(name) === 'cli')
  if (image === undefined && twice === undefined) return
  throw new CommanderError(
    exitCodes.usage,
    'hubkey.jobs',
    'error: with -f the job file says all about the job; only --account, --schedule, --detach, --fix and --dry-run go beside it.',
  )
}

function addScheduleWord(jobs: Command, run: Runner): void {
  withAccount(jobs.command('schedule'))
    .description('list scheduled jobs, or change one (made by: run --schedule, uv --schedule)')
    .argument('[verb]', scheduleVerbs.join(', '), 'list')
    .argument('[id]', 'its id, or owner/id')
    .option('--namespace <name>', 'of this user or organisation')
    .action(
      async (word: string, id: string | undefined, { json, namespace, ...rest }: JsonOption & AsAccount & { namespace?: string }) => {
        const verb = scheduleVerbs.find((each) => each === word)
        if (verb === undefined || (verb === 'list') !== (id === undefined)) {
          throw new CommanderError(exitCodes.usage, 'hubkey.jobs', `Say one of: ${scheduleVerbs.join(', ')}; all but list with an id.`)
        }
        await run(json, async (context) => schedules(verb, id ?? null, { ...rest, namespace: namespace ?? null }, context))
      },
    ) // prettier-ignore
}

function withJob(command: Command): Command {
  return withAccount(command)
    .option('--flavor <name>', 'which machine; see: hubkey jobs hardware', 'cpu-basic')
    .option('--timeout <time>', 'such as 2h; half an hour when left out')
    .option('-e, --env <name=value>', 'a variable that anybody may see', collect, [])
    .option('-s, --secret <name[=account]>', 'a token, of an account; may be repeated', collect, [])
    .option('--secrets-file <path>', 'lines of NAME=VALUE; $HF_TOKEN is the token in force')
    .option('--label <name=value>', 'a label; may be repeated', collect, [])
    .option('--namespace <name>', 'run it for this user or organisation')
    .addOption(new Option('--port <port>', 'a port to reach it by').argParser(collect).default([]))
    .option('--schedule <times>', '@hourly, @daily or cron: again and again')
    .option('-d, --detach', 'do not wait for its end', false)
    .option('--fix', 'mend first what can be mended', false)
    .option('--dry-run', 'show the request, send nothing', false)
}

function withAccount(command: Command): Command {
  return withJson(command).option('--account <name>', 'as this account')
}

function parseCount(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a number of lines.')
}
