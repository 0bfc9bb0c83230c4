import { AccountNameSchema } from '../../shared/domain/account.ts'
import { ProviderIdSchema, type ProviderId } from '../../shared/domain/provider.ts'

/** The name of a provider's first token, unless another one is chosen. */
export const defaultAccount = 'default'

/** How a token is filed in the keyring and in `credentials.json`: `<provider>:<name>`. */
export function entryName(provider: ProviderId, account: string): string {
  return `${provider}:${account}`
}

/** The other way round; null for what is no account's token (a name with `~` is a helper of one). */
export function readEntryName(
  entry: string,
): { readonly provider: ProviderId; readonly account: string } | null {
  const colon = entry.indexOf(':')
  const provider = ProviderIdSchema.safeParse(entry.slice(0, Math.max(colon, 0)))
  const account = AccountNameSchema.safeParse(entry.slice(colon + 1))
  return provider.success && account.success
    ? { provider: provider.data, account: account.data }
    : null
}

/** How the refresh token is filed, beside its account's token. No account can be called so. */
export function refreshName(entry: string): string {
  return `${entry}~refresh`
}

/** Whose refresh token an entry is; null for any other entry. */
export function ownerOfRefresh(entry: string): string | null {
  return entry.endsWith('~refresh') ? entry.slice(0, -'~refresh'.length) : null
}
