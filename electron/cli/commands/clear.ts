import type { ProviderId } from '../../../shared/domain/provider.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { clearToken } from '../../credentials/clear-token.ts'
import { factsFor } from '../../credentials/facts.ts'
import { settleTokens } from '../../credentials/settle-tokens.ts'
import type { Context } from '../context.ts'

/**
 * `hubkey clear`: removes the stored token. Copies that Hubkey may not take away are named; when
 * nothing at all could be cleared the command fails.
 */
export async function clear(
  { provider }: { readonly provider: ProviderId },
  { core, output }: Context,
): Promise<void> {
  await settleTokens({}, core.credentials)
  const report = await clearToken({ provider }, core.credentials)
  if (report.cleared.length === 0) {
    const { label, environment } = await factsFor(provider, core.credentials)
    const set = environment.find((name) => core.ports.env[name])
    throw fail(set === undefined ? errors.noToken(label) : errors.environmentToken(set))
  }
  for (const { kind, reason } of report.remaining) output.notice(`Still in ${kind}: ${reason}`)
  output.result({ provider, ...report }, () => `Cleared from ${report.cleared.join(', ')}.\n`)
}
