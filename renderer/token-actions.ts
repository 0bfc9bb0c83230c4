import type { AccountScope } from '../shared/domain/account.ts'
import type { ProviderId } from '../shared/domain/provider.ts'
import type { Input } from '../shared/ipc/contract.ts'
import { attempt } from './attempt.ts'
import { client } from './client.ts'
import { places } from './places.ts'
import { closeDialog, useTokens, type AccountReference } from './state/tokens.ts'

/** Asks the provider about the token in force, or about one stored account. */
export function verifyToken(provider: ProviderId, account?: string): void {
  if (account === undefined) {
    attempt(places.token(provider), () => client['token.verify']({ provider }))
  } else {
    attempt(places.account(provider, account), () => client['token.verify']({ provider, account }))
  }
}

/** Clears every copy of the token that Hubkey may clear; the dialog then shows what came of it. */
export function clearToken(provider: ProviderId, account: string | null): void {
  attempt(
    places.dialog,
    () => client['token.clear'](account === null ? { provider } : { provider, account }),
    (clearReport) => {
      useTokens.setState({ clearReport })
    },
  )
}

/** Makes an account the active one. */
export function switchAccount({ provider, account }: AccountReference): void {
  attempt(places.account(provider, account), () => client['account.use']({ provider, account }))
}

export function renameAccount({ provider, account }: AccountReference, name: string): void {
  attempt(places.dialog, () => client['account.rename']({ provider, account, name }), closeDialog)
}

/** Says what an account is chosen for by itself. */
export function tieAccount({ provider, account }: AccountReference, scope: AccountScope): void {
  attempt(places.dialog, () => client['account.tie']({ provider, account, scope }), closeDialog)
}

export function addProvider(input: Input<'provider.add'>): void {
  attempt(places.dialog, () => client['provider.add'](input), closeDialog)
}

export function removeProvider(provider: ProviderId): void {
  attempt(places.dialog, () => client['provider.remove']({ provider }), closeDialog)
}

export function probeKeyring(): void {
  attempt(places.keyring, () => client['keyring.probe']())
}
