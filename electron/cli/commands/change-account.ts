import {
  AccountNameSchema,
  AccountScopeSchema,
  type AccountScope,
} from '../../../shared/domain/account.ts'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { renameAccount, tieAccount, useAccount } from '../../credentials/change-account.ts'
import { factsFor } from '../../credentials/facts.ts'
import { settleTokens } from '../../credentials/settle-tokens.ts'
import type { Context } from '../context.ts'

type Change = { readonly provider: ProviderId; readonly account: string } & (
  | { readonly verb: 'use' }
  | { readonly verb: 'rename'; readonly name: string }
  | { readonly verb: 'tie'; readonly scope: AccountScope }
)

/** `hubkey use`, `rename` and `tie`. Throws `account-missing`, `account-exists` or `bad-input`. */
export async function changeAccount(change: Change, { core, output }: Context): Promise<void> {
  const { provider, account } = change
  const { label } = await factsFor(provider, core.credentials)
  await settleTokens({}, core.credentials)
  switch (change.verb) {
    case 'use':
      await useAccount(change, core.credentials)
      output.result({ provider, account }, () => `${label} uses ${account} now.\n`)
      return
    case 'rename': {
      const name = parseAccountName(change.name)
      await renameAccount({ ...change, name }, core.credentials)
      output.result({ provider, account: name }, () => `${account} is called ${name} now.\n`)
      return
    }
    case 'tie': {
      const scope = AccountScopeSchema.safeParse(change.scope)
      if (!scope.success) throw fail(errors.badInput('That is too much to tie an account to.'))
      await tieAccount({ ...change, scope: scope.data }, core.credentials)
      output.result({ provider, account, scope: scope.data }, () => {
        const tied = [...scope.data.organisations, ...scope.data.models]
        return `${account} is used for ${tied.length === 0 ? 'nothing special' : tied.join(', ')}.\n`
      })
    }
  }
}

/** Checks an account's name. Throws `bad-input`. */
export function parseAccountName(text: string): string {
  const name = AccountNameSchema.safeParse(text)
  if (name.success) return name.data
  throw fail(
    errors.badInput(
      `“${text.slice(0, 64)}” cannot be a name: ${name.error.issues[0]?.message ?? ''}`,
    ),
  )
}
