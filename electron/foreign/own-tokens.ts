import type { ProviderId } from '../../shared/domain/provider.ts'
import { AppFailure, errors, type AppError } from '../../shared/errors.ts'
import { readEntryName } from '../credentials/account.ts'
import { listFileTokens } from '../credentials/credential-file.ts'
import { getEntry, listEntries, type VaultEntry } from '../credentials/vault.ts'
import type { ForeignNeeds } from './tool.ts'

/** A token in Hubkey's own store. */
export interface OwnToken extends VaultEntry {
  readonly provider: ProviderId
  readonly account: string
}

/** What the store holds, and why that may not be everything. */
export interface OwnTokens {
  readonly tokens: readonly OwnToken[]
  readonly problem: AppError | null
}

/**
 * Reads Hubkey's own tokens back from where they lie. When the keyring cannot be read, the file's
 * are still known. Never throws.
 */
export async function readOwnTokens(needs: ForeignNeeds): Promise<OwnTokens> {
  try {
    const tokens: OwnToken[] = []
    for (const name of await listEntries(needs)) {
      const entry = await getEntry(name, needs)
      if (entry !== null) tokens.push(...ownToken(name, entry))
    }
    return { tokens, problem: null }
  } catch (cause) {
    const inFile = await listFileTokens(needs).catch(() => [])
    const tokens = inFile.flatMap(({ name, secret }) => ownToken(name, { secret, store: 'file' }))
    return { tokens, problem: errorOf(cause) }
  }
}

function ownToken(name: string, entry: VaultEntry): readonly OwnToken[] {
  const read = readEntryName(name)
  return read === null ? [] : [{ ...read, ...entry }]
}

function errorOf(cause: unknown): AppError {
  return cause instanceof AppFailure ? cause.error : errors.keyringFailed()
}
