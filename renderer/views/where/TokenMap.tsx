import type { ReactNode } from 'react'
import type { WhereView } from '../../../shared/domain/where.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { providerName } from '../../words/where.ts'
import { MapLegend } from './MapLegend.tsx'
import { ProviderMap } from './ProviderMap.tsx'

/** A picture for each provider: its copies on the left, the tools that read them on the right. */
export function TokenMap({ view }: { readonly view: WhereView }): ReactNode {
  const providers = useSnapshot((snapshot) => snapshot.providers)
  const ids = [...new Set(view.copies.map(({ provider }) => provider))]
  return (
    <>
      {ids.map((id) => (
        <ProviderMap key={id} provider={id} label={providerName(id, providers)} view={view} />
      ))}
      <MapLegend />
    </>
  )
}
