import type { ProviderId } from '../../shared/domain/provider.ts'

/** The name of the one token per provider that is used unless another is asked for. */
export const defaultAccount = 'default'

/** How a token is filed in the keyring and in `credentials.json`: `<provider>:<name>`. */
export function entryName(provider: ProviderId, account: string): string {
  return `${provider}:${account}`
}
