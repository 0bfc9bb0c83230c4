import type { ReactNode } from 'react'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { openLink, showWindow } from '../../actions.ts'
import { Button } from '../../components/Button.tsx'
import { KeyMark } from '../../components/KeyMark.tsx'
import { sourceName } from '../../words/source.ts'

/** The invitation to log in; or the plain word that nobody can tell whether there is a token. */
export function NoToken({ provider }: { readonly provider: ProviderView }): ReactNode {
  const unread = provider.sources.filter(({ present }) => present === null)
  return (
    <div className="card invitation">
      <KeyMark size={36} />
      <div className="grow">
        <div className="name">
          {unread.length === 0 ? 'No token on this machine yet' : 'No token found so far'}
        </div>
        <p className="meta">
          {unread.length === 0
            ? 'Gated models need one. Open models work without.'
            : 'Hubkey could not look everywhere, so there may be one.'}
        </p>
        <UnreadSources provider={provider} />
        <div className="row wrap">
          <Button
            kind="primary"
            onClick={() => {
              showWindow('log-in')
            }}
          >
            Log in to {provider.label}…
          </Button>
          <Button
            kind="quiet"
            onClick={() => {
              openLink({ to: 'create-token' })
            }}
          >
            Create a token
          </Button>
        </div>
      </div>
    </div>
  )
}

/** Each place that could not be read, with its reason. */
export function UnreadSources({ provider }: { readonly provider: ProviderView }): ReactNode {
  return provider.sources
    .filter(({ present }) => present === null)
    .map((source) => (
      <p key={source.kind} className="warn-text">
        <strong>{sourceName[source.kind]}:</strong> {source.problem ?? 'It could not be read.'}
      </p>
    ))
}
