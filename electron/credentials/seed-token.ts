import type { ProviderId } from '../../shared/domain/provider.ts'
import type { SinkOutcome } from '../../shared/domain/rotation.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import { errors, fail } from '../../shared/errors.ts'
import { seedErrors } from '../../shared/seed-errors.ts'
import { trustEndpoint } from '../hub/trust/endpoint-trust.ts'
import type { Secret } from '../redaction/secret.ts'
import { entryName } from './account.ts'
import { credentialFilePath } from './credential-file.ts'
import { factsFor } from './facts.ts'
import { openFingerprints } from './fingerprint.ts'
import type { CredentialNeeds } from './needs.ts'
import { rotateToken } from './rotate-token.ts'
import { saveToken } from './save-token.ts'
import { getEntry, type StoredAt, type VaultEntry } from './vault.ts'
import { readVerifications } from './verifications.ts'
import { verifyToken } from './verify-token.ts'

interface SeedInput {
  readonly provider: ProviderId
  /** Whose place it has; a fixed name, so that the next token takes the place of this one. */
  readonly account: string
  readonly secret: Secret
}

/** What became of a token that a script handed over. */
export interface SeededToken {
  /** `moved`: into the keyring, out of the file where it lay for want of one. */
  readonly outcome: 'stored' | 'rotated' | 'moved' | 'unchanged'
  readonly stored: StoredAt
  readonly verification: Verification
  /** The tools that a rotation reached. */
  readonly sinks: readonly SinkOutcome[]
}

/**
 * Sees to it that an account holds this very token: stored when it holds none, rotated when it holds
 * another, and nothing at all when it holds this one; then its provider is asked only while it has not
 * vouched for it. One that cannot be verified now is stored as it is. Throws `token-rejected`,
 * `seed-other-owner`, and as `saveToken` and `rotateToken` do; then nothing has changed.
 */
export async function seedToken(input: SeedInput, needs: CredentialNeeds): Promise<SeededToken> {
  const { provider, account, secret } = input
  const { label } = await factsFor(provider, needs)
  const held = await getEntry(entryName(provider, account), needs)
  const isSame = held?.secret.equals(secret) === true
  const known = await standingOf(input, secret, needs)
  const isVouched = isSame && known?.state === 'verified'
  const verification = isVouched ? known : await verifyToken({ provider, secret }, needs)
  if (verification.state === 'rejected') {
    throw fail(verification.error ?? errors.tokenRejected(label))
  }
  const done = { verification, sinks: [] }
  if (held === null) return { ...done, outcome: 'stored', stored: await save(input, done, needs) }
  if (!isSame) return { ...done, ...(await rotate(input, held, verification, needs)) }
  // What a unit without a session had to leave in the file belongs into the keyring that is there now.
  if (held.store === 'file' && (await needs.keyring.probe()) === 'unlocked') {
    return { ...done, outcome: 'moved', stored: await save(input, done, needs) }
  }
  return { ...done, outcome: 'unchanged', stored: placeOf(held, needs) }
}

async function save(
  input: SeedInput,
  { verification }: Pick<SeededToken, 'verification'>,
  needs: CredentialNeeds,
): Promise<StoredAt> {
  const { store } = await saveToken({ ...input, verification }, needs)
  // Who seeds for a mirror agrees that it gets the token, now and later.
  if (input.provider === 'huggingface') await trustEndpoint({ endpoint: null }, needs)
  return store === 'keyring' ? { store } : { store, path: credentialFilePath(needs.paths) }
}

async function rotate(
  input: SeedInput,
  held: VaultEntry,
  verification: Verification,
  needs: CredentialNeeds,
): Promise<Pick<SeededToken, 'outcome' | 'stored' | 'sinks'>> {
  const holder = (await standingOf(input, held.secret, needs))?.identity?.username
  const newcomer = verification.identity?.username
  if (holder !== undefined && newcomer !== undefined && holder !== newcomer) {
    throw fail(seedErrors.seedOtherOwner(input.account, holder, newcomer))
  }
  const how = { revokeOld: false, unverified: true }
  const { sinks } = await rotateToken({ ...input, ...how, verification }, needs)
  const now = await getEntry(entryName(input.provider, input.account), needs)
  return { outcome: 'rotated', sinks, stored: placeOf(now ?? held, needs) }
}

async function standingOf(
  { provider }: SeedInput,
  secret: Secret,
  needs: CredentialNeeds,
): Promise<Verification | null> {
  const fingerprint = (await openFingerprints(needs))(secret)
  return (await readVerifications(needs))({ provider, fingerprint })
}

function placeOf({ store }: VaultEntry, { paths }: CredentialNeeds): StoredAt {
  return store === 'keyring' ? { store } : { store, path: credentialFilePath(paths) }
}
