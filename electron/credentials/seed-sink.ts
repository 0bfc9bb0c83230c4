import type { ProviderId } from '../../shared/domain/provider.ts'
import type { SinkId, SinkView, SinkWay } from '../../shared/domain/sink.ts'
import { openBook } from './account-book.ts'
import { switchSink } from './change-sink.ts'
import { openFingerprints } from './fingerprint.ts'
import type { CredentialNeeds } from './needs.ts'
import { viewSinks } from './sink-views.ts'

interface SeedSinkInput {
  readonly provider: ProviderId
  readonly sink: SinkId
  /** How the tool is to come by the token, where it has the choice; when left out, as it can. */
  readonly way: SinkWay | undefined
}

/** How a sink stands after it was seeded. */
export interface SeededSink {
  readonly way: SinkWay
  readonly changed: boolean
}

/**
 * Sees to it that a sink is on and in step, and touches nothing when it is. A tool that keeps no
 * copies by itself, such as git without a helper, is made to ask Hubkey. Throws as `switchSink` does.
 */
export async function seedSink(
  { provider, sink: id, way: wish }: SeedSinkInput,
  needs: CredentialNeeds,
): Promise<SeededSink> {
  const before = await viewOf(provider, id, needs)
  const way = before?.way === null ? 'copy' : (wish ?? (await usualWay(before, id, needs)))
  const isThere = before?.on === true && before.state === 'current'
  const isInPlace = isThere && (before.way ?? 'copy') === way
  // Asking is renewed all the same, for an update may have moved Hubkey; that touches nothing else.
  if (isInPlace && way === 'copy') return { way, changed: false }
  const switched = before?.way === null ? {} : { way }
  await switchSink({ provider, sink: id, on: true, ...switched }, needs)
  return { way, changed: !isInPlace }
}

async function usualWay(
  before: SinkView | undefined,
  id: SinkId,
  needs: CredentialNeeds,
): Promise<SinkWay> {
  if (before?.way === 'helper') return 'helper'
  const sink = needs.sinks.find((one) => one.id === id)
  return (await sink?.keepsNothing?.(needs)) === true ? 'helper' : 'copy'
}

async function viewOf(
  provider: ProviderId,
  id: SinkId,
  needs: CredentialNeeds,
): Promise<SinkView | undefined> {
  const book = (await openBook(needs))(provider)
  const only = { ...needs, sinks: needs.sinks.filter((sink) => sink.id === id) }
  const fingerprintOf = await openFingerprints(needs)
  return (await viewSinks({ provider, book, fingerprintOf }, only))[0]
}
