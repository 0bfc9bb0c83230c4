import type { ForeignTokenView } from '../../shared/domain/foreign.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'

/** The file's own name, or the tool's where a helper keeps it. */
export function sourceOf({ where, label }: Pick<ForeignTokenView, 'where' | 'label'>): string {
  const name = /[/\\]([^/\\]+)$/.exec(where)?.[1]
  return name ?? label
}

/** Where a token lies, as one line: the path or helper, and the name that it stands under. */
export function placeOf({ where, name }: Pick<ForeignTokenView, 'where' | 'name'>): string {
  return name === null ? where : `${where} [${name}]`
}

/** A copy that Hubkey itself keeps in step there; the Kept in step list is the place for it. */
export function isOurs(token: ForeignTokenView, providers: readonly ProviderView[]): boolean {
  const sinks = providers.find(({ id }) => id === token.provider)?.sinks ?? []
  return sinks.some(
    ({ id, on, copies }) =>
      on && id === token.tool && copies.some((copy) => copy.fingerprint === token.fingerprint),
  )
}

/** Whether people other than the owner may read the file. */
export function isOpenToOthers({ mode }: ForeignTokenView): boolean {
  return mode !== undefined && !mode.endsWith('00')
}
