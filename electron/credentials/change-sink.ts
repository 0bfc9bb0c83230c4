import type { ProviderId } from '../../shared/domain/provider.ts'
import type { SinkId, SinkWay } from '../../shared/domain/sink.ts'
import { errors, fail } from '../../shared/errors.ts'
import { sinkErrors } from '../../shared/sink-errors.ts'
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

/** How a sink is to be. */
export interface SinkSwitch extends SinkInput {
  readonly on: boolean
  /** How the tool is to come by the token; as it does now when left out. */
  readonly way?: SinkWay | undefined
}

/**
 * Switches a sink on (the active token is written at once, or the tool made to ask for it) or off
 * (every copy of a token of ours goes, and what makes the tool ask). Throws `bad-input`, `sink-keeps-copies`
 * for a tool that can do nothing but keep a copy, `no-command-line`, as the sink does, and as the vault
 * does; the switch stays as it was set.
 */
export async function switchSink(
  { provider, sink: id, on, way }: SinkSwitch,
  needs: CredentialNeeds,
): Promise<void> {
  const sink = findSink({ provider, sink: id }, needs)
  const serve = on && way === 'helper' ? await serving(sink, needs) : null
  await withCredentialLock(needs, async () => {
    await changeBook(
      provider,
      (book) => {
        if (book.sinks.includes(id) === on) return null
        const others = book.sinks.filter((one) => one !== id)
        return { ...book, sinks: on ? [...others, id] : others }
      },
      needs,
    )
    if (serve !== null) await serve()
    else if (!on || way === 'copy') await sink.leave?.(needs)
    if (!on || serve !== null) await eraseOurs(provider, sink, needs)
    else await writeActive(provider, sink, needs)
  })
}

/** What makes the tool ask Hubkey. Throws before anything is changed. */
async function serving(sink: Sink, needs: CredentialNeeds): Promise<() => Promise<void>> {
  if (sink.serve === undefined) throw fail(sinkErrors.sinkKeepsCopies(sink.label))
  const command = (await needs.commandLine?.()) ?? null
  if (command === null) throw fail(sinkErrors.noCommandLine(sink.label))
  return async () => sink.serve?.({ command }, needs)
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
