import type { ProviderId } from '../../shared/domain/provider.ts'
import type { SinkState, SinkView, SinkWay } from '../../shared/domain/sink.ts'
import { AppFailure } from '../../shared/errors.ts'
import type { Sink, SinkCopy } from '../sinks/sink.ts'
import { recordOf, type ProviderBook } from './account-book.ts'
import type { TakeFingerprint } from './fingerprint.ts'
import type { CredentialNeeds } from './needs.ts'

interface Sinks {
  readonly provider: ProviderId
  readonly book: ProviderBook
  readonly fingerprintOf: TakeFingerprint
}

/** How every sink of a provider stands to its accounts. Never throws for a place that cannot be read. */
export async function viewSinks(
  { provider, ...known }: Sinks,
  needs: CredentialNeeds,
): Promise<SinkView[]> {
  const own = needs.sinks.filter((sink) => sink.provider === provider)
  return await Promise.all(own.map(async (sink) => viewSink(sink, known, needs)))
}

async function viewSink(
  sink: Sink,
  { book, fingerprintOf }: Omit<Sinks, 'provider'>,
  needs: CredentialNeeds,
): Promise<SinkView> {
  const base = { id: sink.id, label: sink.label, on: book.sinks.includes(sink.id) }
  try {
    const copies = await sink.read(needs)
    const isServed = (await sink.isServed?.(needs)) === true
    const state = stateOf(copies, isServed, book, fingerprintOf)
    return {
      ...base,
      state,
      way: wayOf(sink, isServed),
      copies: copies.map(({ secret, where, mode, name }) => {
        const fingerprint = fingerprintOf(secret)
        const account = ownerOf(fingerprint, book)
        return { where, fingerprint, mode: mode ?? null, account, name: name ?? null }
      }),
      reason: base.on ? reasonOf(state, sink.label) : null,
    }
  } catch (cause) {
    const reason = cause instanceof AppFailure ? cause.error.message : 'It could not be read.'
    return { ...base, state: 'failed', way: wayOf(sink, false), copies: [], reason }
  }
}

function wayOf(sink: Sink, isServed: boolean): SinkWay | null {
  if (sink.serve === undefined) return null
  return isServed ? 'helper' : 'copy'
}

function stateOf(
  copies: readonly SinkCopy[],
  isServed: boolean,
  book: ProviderBook,
  fingerprintOf: TakeFingerprint,
): SinkState {
  const used = copies.find(({ active }) => active)
  if (used !== undefined) {
    const fingerprint = fingerprintOf(used.secret)
    const current = book.active === null ? undefined : recordOf(book, book.active)?.fingerprint
    if (fingerprint === current) return 'current'
    return ownerOf(fingerprint, book) === null ? 'foreign' : 'stale'
  }
  if (isServed) return 'current'
  const isOurs = copies.some(({ secret }) => ownerOf(fingerprintOf(secret), book) !== null)
  return isOurs ? 'stale' : 'absent'
}

/** The account that a token is, or was, of. */
function ownerOf(fingerprint: string, { accounts }: ProviderBook): string | null {
  const owner = Object.entries(accounts).find(
    ([, record]) => record.fingerprint === fingerprint || record.earlier.includes(fingerprint),
  )
  return owner?.[0] ?? null
}

function reasonOf(state: SinkState, label: string): string | null {
  switch (state) {
    case 'absent':
      return `${label} has no copy of the token.`
    case 'stale':
      return `${label} still has another token of yours.`
    case 'foreign':
      return `${label} uses a token that Hubkey does not hold.`
    default:
      return null
  }
}
