import { unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppFailure, errors } from '../../shared/errors.ts'
import type { ProviderId } from '../../shared/domain/provider.ts'
import { isMissing, writeFailure } from '../files/file-failure.ts'
import { readBounded } from '../files/read-bounded.ts'
import { syncFolder } from '../files/write-atomic.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { cleanToken } from './clean-token.ts'
import type { Found } from './found.ts'
import type { CredentialNeeds } from './needs.ts'

/** `hf` writes nothing but the token; a longer file is something else. */
const maxBytes = 64 * 1024

/** The token that `hf auth login` left, or null for a provider that has no such file. Never throws. */
export async function readHfTokenFile(
  provider: ProviderId,
  { env, paths, redactor }: Pick<CredentialNeeds, 'env' | 'paths' | 'redactor'>,
): Promise<Found | null> {
  if (provider !== 'huggingface') return null
  const path = readHfEnvironment(env, paths.home).tokenPath
  const place = { kind: 'hf-token-file', path } as const
  try {
    const file = await readBounded(path, { maxBytes, trust: 'shared' })
    if (file === null) return { state: 'absent', place }
    const here = file.mode === undefined ? place : { ...place, mode: file.mode }
    const text = cleanToken(file.text)
    return text === ''
      ? { state: 'absent', place: here }
      : { state: 'present', secret: redactor.guard(text), place: here }
  } catch (cause) {
    const error = cause instanceof AppFailure ? cause.error : errors.storeUnreadable(path, null)
    return { state: 'unreadable', error, place }
  }
}

/** Removes it as `hf auth logout` does. Throws `store-write-failed`. */
export async function removeHfTokenFile(path: string): Promise<void> {
  try {
    await unlink(path)
    await syncFolder(dirname(path))
  } catch (cause) {
    if (!isMissing(cause)) throw writeFailure(path, cause)
  }
}
