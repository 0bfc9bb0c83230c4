import { lookAtCredentials } from '../../credentials/look-at-credentials.ts'
import type { Context } from '../context.ts'
import { describeProvider } from '../describe.ts'

/** `hubkey status`: every source of every provider, without a prompt and without the network. */
export async function status({ core, output }: Context): Promise<void> {
  const { keyring, providers } = await lookAtCredentials({ withoutSinks: true }, core.credentials)
  output.result({ keyring, providers }, () =>
    [`Keyring: ${keyring.state}. ${keyring.sentence}\n`, ...providers.map(describeProvider)].join(
      '',
    ),
  )
}
