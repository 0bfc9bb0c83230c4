import type { ProviderView, SourceView } from '../../shared/domain/provider.ts'
import { sourceName, sourcePlace } from './source.ts'

/** A copy of a token: where exactly, and in what. */
export interface PlannedPlace {
  readonly where: string
  readonly holder: string
}

/** What clearing would do, as far as the window can tell. Main's report has the last word. */
export interface ClearPlan {
  readonly goes: readonly PlannedPlace[]
  /** Cannot be read now, so that nobody knows. */
  readonly unread: readonly PlannedPlace[]
  /** The environment: Hubkey can only explain it. */
  readonly stays: readonly PlannedPlace[]
  /** Other tools that lose their token. */
  readonly logsOut: readonly string[]
}

/**
 * What goes and what stays when the token of an account is cleared, or with null the one in force:
 * its places here, and each copy in a sink that has the very same fingerprint.
 */
export function clearPlan(provider: ProviderView, account: string | null): ClearPlan {
  const stored = provider.accounts.find(({ name }) => name === account)
  const isInForce = account === null || account === provider.account
  const fingerprint = isInForce ? provider.fingerprint : (stored?.fingerprint ?? null)
  const sources = isInForce ? provider.sources : []
  const here = sources.filter(({ present, clearable }) => present === true && clearable)
  const inSinks = provider.sinks.flatMap(({ label, copies }) =>
    copies
      .filter((copy) => fingerprint !== null && copy.fingerprint === fingerprint)
      // The token file is a source and a sink: named once.
      .filter(({ where }) => !here.some(({ path }) => path === where))
      .map(({ where }) => ({ where, holder: label })),
  )
  const own = isInForce ? here.map(asPlace) : [{ where: storeName(stored), holder: account }]
  return {
    goes: [...own, ...inSinks],
    unread: sources.filter(({ present, clearable }) => present === null && clearable).map(asPlace),
    stays: sources.filter(({ present, clearable }) => present !== false && !clearable).map(asPlace),
    logsOut: [
      ...new Set([
        ...(here.some(({ kind }) => kind === 'hf-token-file') ? ['hf'] : []),
        ...inSinks.map(({ holder }) => holder),
      ]),
    ],
  }
}

function asPlace(source: SourceView): PlannedPlace {
  return { where: sourcePlace(source), holder: sourceName[source.kind] }
}

function storeName(account: ProviderView['accounts'][number] | undefined): string {
  return account?.store === 'file' ? 'credentials file' : 'keyring'
}
