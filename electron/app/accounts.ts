import type { AccountScope } from '../../shared/domain/account.ts'
import type { ProviderId } from '../../shared/domain/provider.ts'
import type { RotationReport } from '../../shared/domain/rotation.ts'
import type { SinkId } from '../../shared/domain/sink.ts'
import { errors, fail } from '../../shared/errors.ts'
import { renameAccount, tieAccount, useAccount } from '../credentials/change-account.ts'
import { switchSink, syncSink, type SinkSwitch } from '../credentials/change-sink.ts'
import { rightsLostBy } from '../credentials/lost-rights.ts'
import type { CredentialNeeds } from '../credentials/needs.ts'
import { rotateToken } from '../credentials/rotate-token.ts'
import { verifyToken } from '../credentials/verify-token.ts'
import type { Draft, Drafts } from './drafts.ts'

/** One stored token by its provider and the user's own name for it. */
interface AccountRef {
  readonly provider: ProviderId
  readonly account: string
}

interface SinkRef {
  readonly provider: ProviderId
  readonly sink: SinkId
}

interface AccountsNeeds {
  readonly credentials: CredentialNeeds
  readonly drafts: Drafts
  /** Runs a verb, then looks at every source again, whatever came of it. */
  readonly thenLook: <T>(verb: Promise<T>) => Promise<T>
}

/** The verbs about stored accounts and their copies, each followed by a look. */
export interface Accounts {
  use(account: AccountRef): Promise<void>
  rename(account: AccountRef & { readonly name: string }): Promise<void>
  tie(account: AccountRef & { readonly scope: AccountScope }): Promise<void>
  /** Puts a draft in the place of the account it replaces. */
  rotate(draft: string, revokeOld: boolean): Promise<RotationReport>
  /** Rights by name that the account's token has and the verified draft lacks. */
  lostRights(draft: Draft): Promise<readonly string[]>
  switchSink(sink: SinkSwitch): Promise<void>
  syncSink(sink: SinkRef): Promise<void>
}

/** Wires them. */
export function createAccounts({ credentials, drafts, thenLook }: AccountsNeeds): Accounts {
  return {
    use: async (account) => thenLook(useAccount(account, credentials)),
    rename: async (account) => thenLook(renameAccount(account, credentials)),
    tie: async (account) => thenLook(tieAccount(account, credentials)),
    rotate: async (id, revokeOld) => {
      const draft = drafts.get(id)
      const { replaces: account, provider, secret } = draft
      if (account === null) throw fail(errors.badInput('This token is to replace no other one.'))
      draft.verification ??= await verifyToken(draft, credentials)
      const { verification } = draft
      const input = { provider, account, secret, verification, revokeOld }
      const report = await thenLook(rotateToken(input, credentials))
      drafts.discard(id)
      return report
    },
    lostRights: async ({ provider, replaces, verification }) =>
      replaces === null
        ? []
        : rightsLostBy({ provider, account: replaces, verification }, credentials),
    switchSink: async (sink) => thenLook(switchSink(sink, credentials)),
    syncSink: async (sink) => thenLook(syncSink(sink, credentials)),
  }
}
