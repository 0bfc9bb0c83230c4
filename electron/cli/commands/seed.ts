import type { ProviderId } from '../../../shared/domain/provider.ts'
import type { SinkId, SinkWay } from '../../../shared/domain/sink.ts'
import { AppFailure, errors, fail, type AppError } from '../../../shared/errors.ts'
import { seedErrors } from '../../../shared/seed-errors.ts'
import { openBook } from '../../credentials/account-book.ts'
import { normaliseToken } from '../../credentials/normalise.ts'
import { seedSink, type SeededSink } from '../../credentials/seed-sink.ts'
import { seedToken, type SeededToken } from '../../credentials/seed-token.ts'
import { settleTokens } from '../../credentials/settle-tokens.ts'
import { setUpGitLfs } from '../../sinks/git/lfs.ts'
import type { Context } from '../context.ts'
import { describeIdentity } from '../describe.ts'
import { tellStaleRuns } from '../old-tokens.ts'
import { readSecret, readSecretFile } from '../read-secret.ts'
import { readSecretCommand } from '../secret-command.ts'
import { parseAccountName } from './change-account.ts'

interface SeedOptions {
  readonly fromFile?: string
  readonly fromCommand: boolean
  /** What prints the token, with `fromCommand`. */
  readonly command: readonly string[]
  readonly stdin: boolean
  readonly provider: ProviderId
  readonly name: string
  readonly sinks: readonly SinkId[]
  /** How the sinks that have the choice come by the token. */
  readonly way: SinkWay | undefined
  readonly gitLfs: boolean
}

/** One tool, as it stands after the run. */
interface SinkReport extends Partial<SeededSink> {
  readonly id: SinkId
  readonly error: AppError | null
}

/**
 * `hubkey seed`: puts a token and its copies in place without asking anybody, for activation scripts.
 * Run again with the same token it changes nothing; with another one it rotates. Throws
 * `seed-incomplete` when the token is stored but a tool could not be set up.
 */
export async function seed(options: SeedOptions, context: Context): Promise<void> {
  const { core, output } = context
  const { provider } = options
  const account = parseAccountName(options.name)
  const needs = core.credentials
  const secret = core.redactor.guard(normaliseToken(await readToken(options, context)))
  await settleTokens({}, needs)
  const seeded = await seedToken({ provider, account, secret }, needs)
  const sinks: SinkReport[] = []
  for (const id of new Set(options.sinks))
    sinks.push(await reportSink(id, seeded, options, context))
  const lfs = options.gitLfs ? await caught(setUpGitLfs(needs)) : null
  const active = (await openBook(needs))(provider).active === account
  tell(seeded, { active, account, provider }, context)
  if (seeded.outcome === 'rotated') await tellStaleRuns(context)
  const failures = [
    ...sinks.map(({ error }) => error),
    lfs instanceof AppFailure ? lfs.error : null,
  ]
  const reasons = failures.flatMap((error) => (error === null ? [] : [error.message]))
  if (reasons.length > 0) throw fail(seedErrors.seedIncomplete(reasons))
  const { outcome, stored, verification } = seeded
  const { identity } = verification
  const document = {
    ...{ provider, account, outcome, active, ...stored },
    verified: verification.state === 'verified',
    username: identity?.username ?? null,
    sinks: sinks.map(({ id, way, changed }) => ({ id, way, changed })),
    gitLfs: lfs,
  }
  output.result(document, () => {
    const who = identity === null ? 'not verified yet' : describeIdentity(identity)
    const tools = sinks.map(({ id, way, changed }) => {
      return `  ${id}: ${changed === true ? 'set up' : 'unchanged'}${way === 'helper' ? ', asks Hubkey' : ''}\n`
    })
    const large = lfs === null ? '' : `  git-lfs: ${lfs === 'set-up' ? 'set up' : 'unchanged'}\n`
    return `${provider} ${account} (${who}): ${outcome}.\n${tools.join('')}${large}`
  })
}

async function readToken(options: SeedOptions, { core, io, output }: Context): Promise<string> {
  if (options.command.length > 0 && !options.fromCommand) {
    throw fail(errors.badInput('A command goes with --from-command.'))
  }
  if (options.fromFile !== undefined) return await readSecretFile(options.fromFile, output)
  if (options.fromCommand) return await readSecretCommand(options.command, { ...core, io })
  if (options.stdin) return await readSecret(io, true, '')
  throw fail(errors.badInput('Say where the token is: --from-file, --from-command or --stdin.'))
}

async function reportSink(
  sink: SinkId,
  { sinks: rotated }: SeededToken,
  { provider, way }: SeedOptions,
  { core }: Context,
): Promise<SinkReport> {
  const done = await caught(seedSink({ provider, sink, way }, core.credentials))
  if (done instanceof AppFailure) return { id: sink, error: done.error }
  const isRotated = rotated.some((one) => one.sink === sink && one.error === null)
  const changed = done.changed || (isRotated && done.way === 'copy')
  return { id: sink, ...done, changed, error: null }
}

/** What people should know, and a script's log should hold. */
function tell(
  { stored, verification }: SeededToken,
  { active, account, provider }: { active: boolean; account: string; provider: ProviderId },
  { output }: Context,
): void {
  if (stored.store === 'file') {
    output.notice(`No keyring is in use: the token lies in ${stored.path}, readable by you alone.`)
  }
  if (verification.error !== null) {
    output.notice(`${verification.error.message} It was saved and is not verified yet.`)
  }
  if (!active) {
    output.notice(`Another account is in use, and other tools get its token.`)
    output.notice(`Next: Use this one: hubkey use ${account} --provider ${provider}`)
  }
}

/** A failure as a value: one tool that cannot be set up does not keep the others from it. */
async function caught<T>(work: Promise<T>): Promise<T | AppFailure> {
  return await work.catch((cause: unknown) => {
    if (cause instanceof AppFailure) return cause
    throw cause
  })
}
