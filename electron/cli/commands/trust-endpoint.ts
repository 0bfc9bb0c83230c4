import { forgetEndpoint, trustEndpoint } from '../../hub/trust/endpoint-trust.ts'
import type { Context } from '../context.ts'

interface TrustOptions {
  /** The one in force when left out. */
  readonly endpoint: string | null
  readonly forget: boolean
}

/** `hubkey trust-endpoint`: agrees that stored tokens are sent to a mirror, or takes that back. */
export async function trustEndpointWord(
  { endpoint, forget }: TrustOptions,
  { core, output }: Context,
): Promise<void> {
  const verb = forget ? forgetEndpoint : trustEndpoint
  const { origin } = await verb({ endpoint }, core.credentials)
  output.result({ endpoint: origin, trusted: !forget }, () =>
    forget
      ? `Stored tokens are no longer sent to ${origin}.\n`
      : `Stored tokens may be sent to ${origin}.\n`,
  )
}
