import type { ProviderId } from '../../shared/domain/provider.ts'
import { errors, fail } from '../../shared/errors.ts'
import { openBook, recordOf } from '../credentials/account-book.ts'
import { factsFor } from '../credentials/facts.ts'
import type { CredentialNeeds } from '../credentials/needs.ts'
import { tokenToSend } from '../credentials/token-to-send.ts'
import type { LaunchSecret, SecretsWish } from '../launcher/needs.ts'

/**
 * Resolves what a server is given: of each provider the token that is in force for the model, where
 * there is one that may be sent. Throws `account-missing`, and as `tokenToSend` does.
 */
export async function launchSecrets(
  { providers, repo, account: wanted }: SecretsWish,
  needs: CredentialNeeds,
): Promise<readonly LaunchSecret[]> {
  const found: LaunchSecret[] = []
  const book = await openBook(needs)
  const knows = (provider: ProviderId): boolean =>
    wanted !== undefined && recordOf(book(provider), wanted) !== undefined
  if (wanted !== undefined && providers[0] !== undefined && !providers.some(knows)) {
    throw fail(errors.accountMissing((await factsFor(providers[0], needs)).label, wanted))
  }
  for (const provider of providers) {
    const wish = knows(provider) ? { account: wanted } : { for: { repo } }
    const token = await tokenToSend({ provider, ...wish }, needs)
    // One that its provider has rejected would only get the server into trouble.
    if (token === null || token.verification?.state === 'rejected') continue
    const { environment } = await factsFor(provider, needs)
    const { account, fingerprint } = token
    const held = { provider, account, fingerprint, ...(await endOf(provider, account, needs)) }
    found.push({ variables: environment, secret: token.secret, held })
  }
  return found
}

/** When a log-in's token ends: the server cannot be given the next one. */
async function endOf(
  provider: ProviderId,
  account: string | null,
  needs: CredentialNeeds,
): Promise<{ readonly expiresAt?: string }> {
  if (account === null) return {}
  const record = recordOf((await openBook(needs))(provider), account)
  return record?.kind === 'oauth' && record.expiresAt !== null
    ? { expiresAt: record.expiresAt }
    : {}
}
