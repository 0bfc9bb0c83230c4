import type { KeyringState, KeyringView } from '../../shared/domain/keyring.ts'
import {
  providerFacts,
  type ProviderFacts,
  type ProviderView,
  type SourceView,
} from '../../shared/domain/provider.ts'
import { AppFailure } from '../../shared/errors.ts'
import { sweepTemporaries } from '../files/temporaries.ts'
import { entryName } from './account.ts'
import { openBook, recordOf, type ProviderBook } from './account-book.ts'
import { namesIn, viewAccounts } from './account-views.ts'
import { factsFor } from './facts.ts'
import { openFingerprints, type TakeFingerprint } from './fingerprint.ts'
import { holdsToken, type Found } from './found.ts'
import { describeKeyring } from './keyring-view.ts'
import type { CredentialNeeds } from './needs.ts'
import { withQuarantine } from './quarantine.ts'
import { accountOf } from './resolve-token.ts'
import {
  closed,
  entryToOpen,
  openOwnPlaces,
  pickWinner,
  problemOf,
  readSources,
} from './sources.ts'
import { viewSinks } from './sink-views.ts'
import { readVerifications } from './verifications.ts'

/** Everything that may be known about tokens outside the core. */
export interface CredentialsView {
  readonly keyring: KeyringView
  readonly providers: ProviderView[]
}

/**
 * Looks at every place a token can come from and says what lies where, what wins and what it
 * hides. Asks no provider: what is known of a token's standing comes from the last check. Never
 * throws for a place that cannot be read (sinks may be left out: some ask other programs); that place is shown as unknown, which is not "absent".
 */
export async function lookAtCredentials(
  { withoutSinks = false }: { readonly withoutSinks?: boolean },
  needs: CredentialNeeds,
): Promise<CredentialsView> {
  const [custom, bookOf] = await Promise.all([
    needs.customProviders(),
    openBook(needs).catch((cause: unknown) => cause as AppFailure),
    sweepTemporaries(needs.paths.config),
  ])
  const ids = [...Object.values(providerFacts), ...custom].map(({ id }) => id)
  const known =
    bookOf instanceof AppFailure ? () => ({ active: null, accounts: {}, sinks: [] }) : bookOf
  const names = ids.flatMap((id) => [
    entryToOpen(id, known(id).active),
    ...namesIn(known(id)).map((name) => entryName(id, name)),
  ])
  // At the same time, so that the two share one probe: of a keyring that hangs it takes seconds.
  const [state, places, fingerprintOf, standingOf] = await Promise.all([
    needs.keyring.probe(),
    bookOf instanceof AppFailure ? closed(bookOf) : openOwnPlaces(names, needs),
    openFingerprints(needs),
    readVerifications(needs),
  ])
  const found = await Promise.all(
    ids.map(async (id) => {
      const sources = await readSources({ provider: id, account: known(id).active }, places, needs)
      return [await factsFor(id, needs), sources] as const
    }),
  )
  const looks = { places, fingerprintOf, standingOf }
  const looked = found.map(async ([facts, sources]) => ({
    ...viewOf(facts, known(facts.id), sources, fingerprintOf, standingOf),
    custom: custom.some(({ id }) => id === facts.id),
    accounts: viewAccounts(
      { provider: facts.id, label: facts.label, book: known(facts.id), ...looks },
      needs,
    ),
    sinks: withoutSinks
      ? []
      : await viewSinks({ provider: facts.id, book: known(facts.id), fingerprintOf }, needs),
  }))
  const views = await Promise.all(looked)
  const seen = found.flatMap(([, sources]) => sources)
  return { keyring: describeKeyring(believedState(state, seen), needs), providers: views }
}

function viewOf(
  { id, label, environment }: ProviderFacts,
  book: ProviderBook,
  sources: readonly Found[],
  fingerprintOf: TakeFingerprint,
  standingOf: Awaited<ReturnType<typeof readVerifications>>,
): Omit<ProviderView, 'custom' | 'accounts' | 'sinks'> {
  const picked = pickWinner(sources)
  const winner = picked instanceof AppFailure ? null : picked
  const fingerprint = winner === null ? null : fingerprintOf(winner.secret)
  const standing = fingerprint === null ? null : standingOf({ provider: id, fingerprint })
  const account = winner === null ? null : accountOf(winner, book.active)
  const source = winner?.place.kind ?? null
  const kind = account === null ? 'token' : (recordOf(book, account)?.kind ?? 'token')
  const verification = withQuarantine(standing, { provider: id, label, account, kind, source })
  return {
    id,
    label,
    environment: [...environment],
    present: sources.some(holdsToken),
    source,
    account,
    username: verification?.identity?.username ?? null,
    role: verification?.identity?.role ?? null,
    verified: verification?.state === 'verified',
    fingerprint,
    verification,
    sources: sources.map((source) => sourceView(source, winner, fingerprintOf)),
  }
}

function sourceView(
  source: Found,
  winner: Found | null,
  fingerprintOf: TakeFingerprint,
): SourceView {
  const { kind, variable, path, mode } = source.place
  const problem = problemOf(source)
  return {
    kind,
    present: holdsToken(source) ? true : source.state === 'absent' ? false : null,
    fingerprint: holdsToken(source) ? fingerprintOf(source.secret) : null,
    shadowed: holdsToken(source) && winner !== null && source !== winner,
    clearable: kind !== 'environment',
    ...(variable === undefined ? {} : { variable }),
    ...(path === undefined ? {} : { path }),
    ...(mode === undefined ? {} : { mode }),
    ...(problem === undefined ? {} : { problem }),
  }
}

/** A keyring that looked open and then hung or locked when it was asked is what it turned out to be. */
function believedState(probed: KeyringState, sources: readonly Found[]): KeyringState {
  if (probed !== 'unlocked') return probed
  const codes = sources.flatMap((source) =>
    source.state === 'unreadable' && source.place.kind === 'keyring' ? [source.error.code] : [],
  )
  if (codes.includes('keyring-hung')) return 'hung'
  return codes.includes('keyring-locked') ? 'locked' : probed
}
