import { AppFailure, errors } from '../../shared/errors.ts'
import type { ProviderId } from '../../shared/domain/provider.ts'
import { removeFile } from '../files/remove-file.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { readActiveToken } from '../sinks/hf/active-token.ts'
import type { Found } from './found.ts'
import type { CredentialNeeds } from './needs.ts'

/** The token that `hf auth login` left, or null for a provider that has no such file. Never throws. */
export async function readHfTokenFile(
  provider: ProviderId,
  { env, paths, redactor }: Pick<CredentialNeeds, 'env' | 'paths' | 'redactor'>,
): Promise<Found | null> {
  if (provider !== 'huggingface') return null
  const { tokenPath: path } = readHfEnvironment(env, paths.home)
  const place = { kind: 'hf-token-file', path } as const
  try {
    const { secret, mode } = await readActiveToken({ env, paths, redactor })
    const here = mode === undefined ? place : { ...place, mode }
    return secret === null
      ? { state: 'absent', place: here }
      : { state: 'present', secret, place: here }
  } catch (cause) {
    const error = cause instanceof AppFailure ? cause.error : errors.storeUnreadable(path, null)
    return { state: 'unreadable', error, place }
  }
}

/** Removes it as `hf auth logout` does. Throws `store-write-failed`. */
export async function removeHfTokenFile(path: string): Promise<void> {
  await removeFile(path)
}
