import type { AccountView } from '../../../shared/domain/account.ts'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import { factsFor } from '../../credentials/facts.ts'
import { lookAtCredentials } from '../../credentials/look-at-credentials.ts'
import type { Context } from '../context.ts'

/** `hubkey accounts`: every stored token by name, without reading one aloud and without the network. */
export async function listAccounts(
  { provider }: { readonly provider: ProviderId | undefined },
  { core, output }: Context,
): Promise<void> {
  if (provider !== undefined) await factsFor(provider, core.credentials)
  const { providers } = await lookAtCredentials({}, core.credentials)
  const wanted = providers.filter(({ id }) => provider === undefined || id === provider)
  const accounts = wanted.flatMap(({ id, accounts: views }) =>
    views.map((view) => ({
      provider: id,
      ...view,
      username: view.verification?.identity?.username ?? null,
      role: view.verification?.identity?.role ?? null,
      verified: view.verification?.state === 'verified',
    })),
  )
  output.result({ accounts }, () =>
    accounts.length === 0
      ? 'No token is stored.\n'
      : accounts.map((account) => describeAccount(account.provider, account)).join(''),
  )
}

function describeAccount(provider: ProviderId, account: AccountView): string {
  const { name, active, store, fingerprint, scope, verification } = account
  const identity = verification?.identity
  const who = identity == null ? 'not verified' : `${identity.username} (${identity.role})`
  const standing = verification?.state === 'rejected' ? `${who}, rejected` : who
  const tied = [...scope.organisations, ...scope.models]
  const words = [
    `${active ? '→' : ' '} ${provider}:${name}`,
    standing,
    store ?? 'not readable now',
    ...(fingerprint === null ? [] : [`[${fingerprint}]`]),
    ...(tied.length === 0 ? [] : [`for ${tied.join(', ')}`]),
  ]
  return `${words.join('  ')}\n`
}
