import type { ProviderId } from '../../shared/domain/provider.ts'
import { fail, type AppFailure } from '../../shared/errors.ts'
import { entryName } from './account.ts'
import { readFileToken } from './credential-file.ts'
import { readEnvironmentToken } from './environment-source.ts'
import { factsFor } from './facts.ts'
import type { Found } from './found.ts'
import { readHfTokenFile } from './hf-token-file.ts'
import { readKeyringToken } from './keyring-source.ts'
import type { CredentialNeeds } from './needs.ts'

/** What a source that holds the token gave. */
export type Present = Extract<Found, { state: 'present' }>

/**
 * Looks into every source of a provider, in the order in which they win; of Hubkey's own places,
 * only for the named account. Throws nothing but `bad-input` for an unknown provider.
 */
export async function readSources(
  provider: ProviderId,
  account: string,
  needs: CredentialNeeds,
): Promise<readonly Found[]> {
  const [facts, keyring, file, hfFile] = await Promise.all([
    factsFor(provider, needs),
    readKeyringToken(entryName(provider, account), needs),
    readFileToken(entryName(provider, account), needs),
    readHfTokenFile(provider, needs),
  ])
  return [readEnvironmentToken(facts, needs), keyring, file, ...(hfFile === null ? [] : [hfFile])]
}

/**
 * The first hit; null when there is none. A source that could not be read stops the search with
 * its own failure: the one further down may hold an old token, or another account's.
 */
export function pickWinner(sources: readonly Found[]): Present | AppFailure | null {
  for (const source of sources) {
    if (source.state === 'present') return source
    if (source.state === 'unreadable') return fail(source.error)
  }
  return null
}

/** The reason why a source is not known, as one sentence; undefined when it is. */
export function problemOf(source: Found): string | undefined {
  switch (source.state) {
    case 'unreadable':
      return source.error.message
    case 'off':
      return 'HUBKEY_KEYRING=off, so the keyring is not asked.'
    default:
      return source.place.notice
  }
}
