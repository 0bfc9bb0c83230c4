import { errors, type AppError } from '../../shared/errors.ts'
import { keepBus } from '../keyring/kept-bus.ts'
import { probeKeyring } from '../keyring/probe.ts'
import type { ForeignNeeds } from './tool.ts'

/**
 * Why a credential helper is not asked now, or null. Most of them use the desktop's keyring, which
 * raises a prompt of its own when it is locked; the state is probed even when Hubkey itself was told
 * not to use it. One that decrypts with GnuPG may ask for a passphrase at any time.
 */
export async function whyNotAsk(
  helper: string,
  { env }: Pick<ForeignNeeds, 'env'>,
): Promise<AppError | null> {
  if (/\b(?:pass|gpg)\b/.test(helper)) return errors.foreignHelperAsks(helper)
  const bus = keepBus(env)
  const state = await probeKeyring(bus)
  bus.close()
  if (state === 'locked') return errors.keyringLocked()
  return state === 'hung' ? errors.keyringHung() : null
}
