import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { showVariable } from '../../where-actions.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { sourceName } from '../../words/source.ts'

/** Says so when the environment decides, since that is the one source Hubkey cannot change. */
export function ShadowNote({ provider }: { readonly provider: ProviderView }): ReactNode {
  const winner = provider.sources.find(({ kind }) => kind === 'environment')
  const shadowed = provider.sources.find((source) => source.present === true && source.shadowed)
  if (provider.source !== 'environment' || winner === undefined || shadowed === undefined)
    return null
  // The same token twice is no surprise and needs no warning.
  if (winner.fingerprint !== null && winner.fingerprint === shadowed.fingerprint) return null
  const variable = winner.variable ?? 'The environment'
  return (
    <div className="note warn">
      <div className="grow">
        <strong>
          {variable} in the environment wins over the token in the {sourceName[shadowed.kind]}.
        </strong>{' '}
        To use that one, unset {variable} where it is set, then start Hubkey again.
      </div>
      {winner.variable !== undefined && (
        <Button
          aria-label={`Show where ${winner.variable} is set`}
          onClick={() => {
            showVariable(winner.variable ?? '')
          }}
        >
          Show me
        </Button>
      )}
    </div>
  )
}
