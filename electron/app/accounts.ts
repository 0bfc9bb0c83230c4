import type { AccountScope } from '../../shared/domain/account.ts'
import type { ProviderId } from '../../shared/domain/provider.ts'
import { renameAccount, tieAccount, useAccount } from '../credentials/change-account.ts'
import type { CredentialNeeds } from '../credentials/needs.ts'

/** One stored token by its provider and the user's own name for it. */
interface AccountRef {
  readonly provider: ProviderId
  readonly account: string
}

interface AccountsNeeds {
  readonly credentials: CredentialNeeds
  /** Runs a verb, then looks at every source again, whatever came of it. */
  readonly thenLook: <T>(verb: Promise<T>) => Promise<T>
}

/** The verbs about stored accounts, each followed by a look. */
export interface Accounts {
  use(account: AccountRef): Promise<void>
  rename(account: AccountRef & { readonly name: string }): Promise<void>
  tie(account: AccountRef & { readonly scope: AccountScope }): Promise<void>
}

/** Wires them. */
export function createAccounts({ credentials, thenLook }: AccountsNeeds): Accounts {
  return {
    use: async (account) => thenLook(useAccount(account, credentials)),
    rename: async (account) => thenLook(renameAccount(account, credentials)),
    tie: async (account) => thenLook(tieAccount(account, credentials)),
  }
}
