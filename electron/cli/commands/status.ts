import { lookAtCredentials } from '../../credentials/look-at-credentials.ts'
import { lookForNotices } from '../../credentials/look-for-notices.ts'
import type { Context } from '../context.ts'
import { describeProvider } from '../describe.ts'
import { describeNotice } from './notices.ts'

/** `hubkey status`: every source of every provider, without a prompt and without the network. */
export async function status({ core, output }: Context): Promise<void> {
  const view = await lookAtCredentials({ withoutSinks: true }, core.credentials)
  const { keyring, providers } = view
  const notices = await lookForNotices(view, core.credentials)
  output.result({ keyring, providers, notices }, () =>
    [
      `Keyring: ${keyring.state}. ${keyring.sentence}\n`,
      ...(keyring.state === 'locked' ? ['  Next: Unlock it: hubkey keyring unlock\n'] : []),
      ...providers.map(describeProvider),
      ...notices.map((notice) => describeNotice(notice, output.hub)),
    ].join(''),
  )
}
