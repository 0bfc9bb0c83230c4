import type { ProviderId } from '../../shared/domain/provider.ts'
import { fail, type AppFailure } from '../../shared/errors.ts'
import { readFileToken } from './credential-file.ts'
import { readEnvironmentToken } from './environment-source.ts'
import type { Found } from './found.ts'
import { readHfTokenFile } from './hf-token-file.ts'
import { readKeyringToken } from './keyring-source.ts'
import type { CredentialNeeds } from './needs.ts'

/** What a source that holds the token gave. */
export type Present = Extract<Found, { state: 'present' }>

/** Looks into every source of a provider, in the order in which they win. Never throws. */
export async function readSources(
  provider: ProviderId,
  needs: CredentialNeeds,
): Promise<readonly Found[]> {
  const [keyring, file, hfFile] = await Promise.all([
    readKeyringToken(provider, needs),
    readFileToken(provider, needs),
    readHfTokenFile(provider, needs),
  ])
  return [
    readEnvironmentToken(provider, needs),
    keyring,
    file,
    ...(hfFile === null ? [] : [hfFile]),
  ]
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
