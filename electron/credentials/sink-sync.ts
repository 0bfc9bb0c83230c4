import type { ProviderId } from '../../shared/domain/provider.ts'
import type { SinkOutcome } from '../../shared/domain/rotation.ts'
import { AppFailure, errors, fail, type AppError } from '../../shared/errors.ts'
import type { Secret } from '../redaction/secret.ts'
import type { Sink, SinkCopy } from '../sinks/sink.ts'
import { entryName } from './account.ts'
import { openBook, recordOf } from './account-book.ts'
import { openFingerprints } from './fingerprint.ts'
import type { CredentialNeeds } from './needs.ts'
import { getEntry } from './vault.ts'
import { readVerifications } from './verifications.ts'

interface SyncInput {
  readonly provider: ProviderId
  readonly account: string
  readonly secret: Secret
  /** The tokens whose place this one takes. */
  readonly replaces: readonly Secret[]
}

/**
 * Brings the other tools' copies into step with an account's token: every sink that is on when the
 * account is the active one, and every sink, on or off, that holds a token it replaces. What cannot
 * be written is part of the answer and undoes nothing. Called under the lock; never throws.
 */
export async function syncSinks(
  input: SyncInput,
  needs: CredentialNeeds,
): Promise<readonly SinkOutcome[]> {
  const { active, sinks: on } = (await openBook(needs))(input.provider)
  const outcomes: SinkOutcome[] = []
  for (const sink of needs.sinks.filter(({ provider }) => provider === input.provider)) {
    const isOn = on.includes(sink.id) && active === input.account
    const error = await bringIntoStep(sink, isOn, input, needs).catch((cause: unknown) =>
      errorOf(sink, cause),
    )
    if (error !== 'untouched') outcomes.push({ sink: sink.id, error })
  }
  return outcomes
}

/** Brings the sinks that are on into step with the account that has just become active. */
export async function syncActive(
  provider: ProviderId,
  account: string,
  needs: CredentialNeeds,
): Promise<void> {
  if ((await openBook(needs))(provider).sinks.length === 0) return
  const entry = await getEntry(entryName(provider, account), needs)
  if (entry === null) return
  const failed = await syncSinks({ provider, account, secret: entry.secret, replaces: [] }, needs)
  for (const { sink, error } of failed) {
    if (error !== null) needs.log.warn(`The sink ${sink} could not be brought into step.`)
  }
}

/** Takes every copy of this very token out of every sink of its provider. Never throws. */
export async function eraseFromSinks(
  { provider, secret }: { readonly provider: ProviderId; readonly secret: Secret },
  needs: CredentialNeeds,
): Promise<readonly SinkOutcome[]> {
  const outcomes: SinkOutcome[] = []
  const fingerprint = (await openFingerprints(needs))(secret)
  const usernames = await usernamesOf(provider, [fingerprint], needs)
  for (const sink of needs.sinks.filter((one) => one.provider === provider)) {
    try {
      const copies = await sink.read(needs, usernames)
      if (!copies.some((copy) => copy.secret.equals(secret))) continue
      await sink.erase({ secret, username: usernames[0] ?? null }, needs)
      outcomes.push({ sink: sink.id, error: null })
    } catch (cause) {
      outcomes.push({ sink: sink.id, error: errorOf(sink, cause) })
    }
  }
  return outcomes
}

/** What is written of an account's token into a tool. Throws as the sink does, and `sink-failed` for a token that renews itself. */
export async function writeSink(
  sink: Sink,
  { provider, account, secret, replaces }: SyncInput,
  needs: CredentialNeeds,
): Promise<void> {
  const record = recordOf((await openBook(needs))(provider), account)
  // The tool would renew it too, and one of the two would lose the token.
  if (record?.kind === 'oauth')
    throw fail(
      errors.sinkFailed(
        sink.label,
        'A token that renews itself is not handed to other tools.',
        'Paste a token of its own for them',
      ),
    )
  const fingerprintOf = await openFingerprints(needs)
  const fingerprint = fingerprintOf(secret)
  const identity = (await readVerifications(needs))({ provider, fingerprint })?.identity
  const name = identity?.tokenName ?? account
  const whose = [fingerprint, ...replaces.map(fingerprintOf)]
  const [username = null] = await usernamesOf(provider, whose, needs)
  await sink.write({ secret, name, username, replaces }, needs)
}

/**
 * Whose these tokens are at their provider, as far as anybody has asked: a helper of git may have
 * filed a copy under the owner's own name, and tells of it only when asked for that name.
 */
export async function usernamesOf(
  provider: ProviderId,
  fingerprints: readonly string[],
  needs: CredentialNeeds,
): Promise<readonly string[]> {
  const standingOf = await readVerifications(needs)
  const names = fingerprints.map(
    (fingerprint) => standingOf({ provider, fingerprint })?.identity?.username,
  )
  return [...new Set(names.filter((name) => name !== undefined))]
}

async function bringIntoStep(
  sink: Sink,
  isOn: boolean,
  input: SyncInput,
  needs: CredentialNeeds,
): Promise<AppError | null | 'untouched'> {
  const whose = [input.secret, ...input.replaces].map(await openFingerprints(needs))
  const usernames = await usernamesOf(input.provider, whose, needs)
  const copies = await readFor(sink, isOn, usernames, needs)
  const old = await olderCopies(copies, input, needs)
  const isUsed = old.some(({ active }) => active)
  if (isOn || isUsed) {
    const replaces = [...input.replaces, ...old.map(({ secret }) => secret)]
    await writeSink(sink, { ...input, replaces }, needs)
    return null
  }
  if (old.length === 0) return 'untouched'
  for (const { secret, username } of old) {
    await sink.erase({ secret, username: username ?? null }, needs)
  }
  return null
}

/** A sink that is off and cannot be read is not what the user is waiting for. */
async function readFor(
  sink: Sink,
  isOn: boolean,
  usernames: readonly string[],
  needs: CredentialNeeds,
): Promise<readonly SinkCopy[]> {
  if (isOn) return await sink.read(needs, usernames)
  return await sink.read(needs, usernames).catch(() => [])
}

/** Copies of a token that this account had before. */
async function olderCopies(
  copies: readonly SinkCopy[],
  { provider, account, secret, replaces }: SyncInput,
  needs: CredentialNeeds,
): Promise<readonly SinkCopy[]> {
  const fingerprintOf = await openFingerprints(needs)
  const earlier = new Set(recordOf((await openBook(needs))(provider), account)?.earlier ?? [])
  for (const one of replaces) earlier.add(fingerprintOf(one))
  return copies.filter(
    (copy) => !copy.secret.equals(secret) && earlier.has(fingerprintOf(copy.secret)),
  )
}

function errorOf({ label }: Sink, cause: unknown): AppError {
  return cause instanceof AppFailure
    ? cause.error
    : errors.sinkFailed(label, 'It failed for an unforeseen reason.', 'Try again')
}
