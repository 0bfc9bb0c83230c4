import { providerFacts, type ProviderId } from '../../../shared/domain/provider.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { settleTokens } from '../../credentials/settle-tokens.ts'
import { clearToken } from '../../credentials/clear-token.ts'
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
    const variable = core.ports.env
    const set = providerFacts[provider].environment.find((name) => variable[name])
    throw fail(
      set === undefined
        ? errors.noToken(providerFacts[provider].label)
        : errors.environmentToken(set),
    )
  }
  for (const { kind, reason } of report.remaining) output.notice(`Still in ${kind}: ${reason}`)
  output.result({ provider, ...report }, () => `Cleared from ${report.cleared.join(', ')}.\n`)
}
