import type { ProviderId } from '../../shared/domain/provider.ts'
import { errors, fail } from '../../shared/errors.ts'
import { providerErrors } from '../../shared/provider-errors.ts'
import { removeCustomProvider } from '../providers/custom-providers.ts'
import { readEntryName } from './account.ts'
import { clearToken } from './clear-token.ts'
import { factsFor } from './facts.ts'
import type { CredentialNeeds } from './needs.ts'
import { listEntries } from './vault.ts'

/**
 * Takes a provider of the user's own away; with `clear`, its stored keys first. Throws `bad-input`
 * for any other provider, `provider-in-use` while a key is stored or could not be cleared, and the
 * failure of a store that cannot be read: a key may lie there that nobody would find again.
 */
export async function removeProvider(
  { provider, clear }: { readonly provider: ProviderId; readonly clear: boolean },
  needs: CredentialNeeds,
): Promise<void> {
  const { label } = await factsFor(provider, needs)
  const own = (await needs.customProviders()).some(({ id }) => id === provider)
  if (!own) throw fail(errors.badInput(`${label} is built in and stays.`))
  if (clear) {
    for (const account of await accountsOf(provider, needs)) {
      await clearToken({ provider, account }, needs)
    }
  }
  const left = await accountsOf(provider, needs)
  if (left.length > 0) throw fail(providerErrors.inUse(label, provider))
  await removeCustomProvider(provider, needs)
}

async function accountsOf(
  provider: ProviderId,
  needs: CredentialNeeds,
): Promise<readonly string[]> {
  const names = (await listEntries(needs)).map(readEntryName)
  return names.flatMap((name) => (name?.provider === provider ? [name.account] : []))
}
