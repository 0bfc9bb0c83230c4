import { variable } from '../../environment.ts'
import type { SinkNeeds } from '../sink.ts'

/** The literal name that NVIDIA's registry wants beside a key. */
export const keyUsername = '$oauthtoken'
/** What docker calls Hubkey: it runs `docker-credential-hubkey`. */
export const ownHelper = 'hubkey'
/** How every helper says that it has nothing; the text is part of the protocol. */
export const notFound = 'credentials not found in native keychain'

/** The registry that keys of NVIDIA open: `HUBKEY_NVCR`, else nvcr.io. */
export function registryOf({ env }: Pick<SinkNeeds, 'env'>): string {
  const wished = variable(env, 'HUBKEY_NVCR')
  return wished === null ? 'nvcr.io' : hostIn(wished) || 'nvcr.io'
}

/** The host of a registry, with its port, however docker writes it: `nvcr.io`, `https://nvcr.io/v1/`. */
export function hostIn(server: string): string {
  return server
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/.*$/s, '')
    .toLowerCase()
}
