import type { ProviderId } from '../../shared/domain/provider.ts'
import type { SinkId } from '../../shared/domain/sink.ts'
import { errors, fail } from '../../shared/errors.ts'
import type { Sink } from '../sinks/sink.ts'
import { entryName } from './account.ts'
import { changeBook, openBook } from './account-book.ts'
import { withCredentialLock } from './credential-lock.ts'
import { factsFor } from './facts.ts'
import { openFingerprints } from './fingerprint.ts'
import type { CredentialNeeds } from './needs.ts'
import { usernamesOf, writeSink } from './sink-sync.ts'
import { getEntry } from './vault.ts'

interface SinkInput {
  readonly provider: ProviderId
  readonly sink: SinkId
}

/**
 * Switches a sink on (the active token is written at once) or off (every copy of a token of ours
 * goes). Throws `bad-input`, as the sink does, and as the vault does; the switch stays as it was set.
 */
export async function switchSink(
  { provider, sink: id, on }: SinkInput & { readonly on: boolean },
  needs: CredentialNeeds,
): Promise<void> {
  const sink = findSink({ provider, sink: id }, needs)
  await withCredentialLock(needs, async () => {
    await changeBook(
      provider,
      (book) => {
        const others = book.sinks.filter((one) => one !== id)
        return { ...book, sinks: on ? [...others, id] : others }
      },
      needs,
    )
    if (on) await writeActive(provider, sink, needs)
    else await eraseOurs(provider, sink, needs)
  })
}

/** Writes the active token over what has drifted away. Throws `no-token`, and as `switchSink` does. */
export async function syncSink(input: SinkInput, needs: CredentialNeeds): Promise<void> {
  const sink = findSink(input, needs)
  await withCredentialLock(needs, async () => {
    if (!(await writeActive(input.provider, sink, needs))) {
      throw fail(errors.noToken((await factsFor(input.provider, needs)).label))
    }
  })
}

function findSink({ provider, sink }: SinkInput, { sinks }: CredentialNeeds): Sink {
  const found = sinks.find((one) => one.id === sink && one.provider === provider)
  if (found === undefined) throw fail(errors.badInput(`${provider} tokens do not go to ${sink}.`))
  return found
}

/** False when no account is active; then there is nothing to write. */
async function writeActive(
  provider: ProviderId,
  sink: Sink,
  needs: CredentialNeeds,
): Promise<boolean> {
  const { active: account } = (await openBook(needs))(provider)
  const entry = account === null ? null : await getEntry(entryName(provider, account), needs)
  if (account === null || entry === null) return false
  await writeSink(sink, { provider, account, secret: entry.secret, replaces: [] }, needs)
  return true
}

async function eraseOurs(provider: ProviderId, sink: Sink, needs: CredentialNeeds): Promise<void> {
  const { accounts } = (await openBook(needs))(provider)
  const fingerprintOf = await openFingerprints(needs)
  const ours = new Set(
    Object.values(accounts).flatMap(({ fingerprint, earlier }) => [fingerprint, ...earlier]),
  )
  const known = [...ours].filter((one) => one !== null)
  const usernames = await usernamesOf(provider, known, needs)
  for (const { secret, username } of await sink.read(needs, usernames)) {
    if (!ours.has(fingerprintOf(secret))) continue
    await sink.erase({ secret, username: username ?? null }, needs)
  }
}
