import { factsOf, type ProviderFacts, type ProviderId } from '../../../shared/domain/provider.ts'
import { errors, fail } from '../../../shared/errors.ts'
import type { ClearReport } from '../../../shared/domain/clear-report.ts'
import { clearToken } from '../../credentials/clear-token.ts'
import { factsFor } from '../../credentials/facts.ts'
import { lookAtCredentials } from '../../credentials/look-at-credentials.ts'
import { settleTokens } from '../../credentials/settle-tokens.ts'
import type { Context } from '../context.ts'
import { tellStaleRuns } from '../old-tokens.ts'

interface ClearOptions {
  /** An account; or a provider, whose token in use is meant then. */
  readonly name: string | undefined
  readonly provider?: ProviderId
  readonly all: boolean
}

/**
 * `hubkey clear`: removes a stored token, or with `--all` every one. Copies that Hubkey may not take
 * away are named; when nothing at all could be cleared the command fails.
 */
export async function clear(options: ClearOptions, context: Context): Promise<void> {
  const { core, output } = context
  await settleTokens({}, core.credentials)
  if (options.all) {
    await clearAll(options.provider, context)
    return
  }
  const { facts, account } = await findOut(options, context)
  const provider = facts.id
  const report = await clearToken({ provider, account }, core.credentials)
  if (report.cleared.length === 0) throw fail(whyNothing(facts, context))
  for (const { kind, reason } of report.remaining) output.notice(`Still in ${kind}: ${reason}`)
  await tellStaleRuns(context)
  output.result({ provider, ...report }, () => `Cleared from ${report.cleared.join(', ')}.\n`)
}

/** Which account of which provider is meant. */
async function findOut(
  { name, provider }: ClearOptions,
  { core }: Context,
): Promise<{ readonly facts: ProviderFacts; readonly account: string | undefined }> {
  const custom = await core.credentials.customProviders()
  const named = name === undefined || provider !== undefined ? null : factsOf(name, custom)
  if (named !== null) return { facts: named, account: undefined }
  return { facts: await factsFor(provider ?? 'huggingface', core.credentials), account: name }
}

async function clearAll(provider: ProviderId | undefined, context: Context): Promise<void> {
  const { core, output } = context
  if (provider !== undefined) await factsFor(provider, core.credentials)
  const { providers } = await lookAtCredentials({}, core.credentials)
  const reports: (ClearReport & { provider: ProviderId; account: string })[] = []
  for (const { id, accounts } of providers) {
    if (provider !== undefined && id !== provider) continue
    for (const { name: account } of accounts) {
      const report = await clearToken({ provider: id, account }, core.credentials)
      reports.push({ provider: id, account, ...report })
    }
  }
  for (const { remaining, account } of reports) {
    for (const { kind, reason } of remaining)
      output.notice(`${account}, still in ${kind}: ${reason}`)
  }
  await tellStaleRuns(context)
  output.result({ cleared: reports }, () => `Cleared: ${reports.length}.\n`)
}

function whyNothing(
  { label, environment }: ProviderFacts,
  { core }: Context,
): ReturnType<typeof errors.noToken> {
  const set = environment.find((name) => core.ports.env[name])
  return set === undefined ? errors.noToken(label) : errors.environmentToken(set)
}
