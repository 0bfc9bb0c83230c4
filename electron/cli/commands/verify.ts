import type { ProviderId } from '../../../shared/domain/provider.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { factsFor } from '../../credentials/facts.ts'
import { verifyStored } from '../../credentials/verify-token.ts'
import type { Context } from '../context.ts'
import { describeCapability, describeIdentity } from '../describe.ts'

/**
 * `hubkey verify`: asks the provider about the token in use. Throws `no-token`, `token-rejected`
 * or the reason why nobody could tell.
 */
export async function verify(
  { provider, account }: { readonly provider: ProviderId; readonly account: string | undefined },
  { core, output }: Context,
): Promise<void> {
  const { label } = await factsFor(provider, core.credentials)
  output.progress(`Asking ${label}…`)
  const verification = await verifyStored({ provider, account }, core.credentials)
  const { identity, state, error } = verification
  if (state === 'unverified' && error === null) {
    output.result(
      { provider, verified: false, identity },
      () => `${label} has no check address, so its key cannot be checked.\n`,
    )
    return
  }
  if (state !== 'verified') throw fail(error ?? errors.tokenRejected(label))
  output.result({ provider, verified: true, identity }, () =>
    identity === null
      ? `Valid. ${label} does not say whose it is.\n`
      : [
          `Valid: ${describeIdentity(identity)}.\n`,
          ...identity.capabilities.map(describeCapability),
        ].join(''),
  )
}
