import type { ReactNode } from 'react'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { places, showWindow, verifyToken } from '../../actions.ts'
import { Avatar } from '../../components/Avatar.tsx'
import { Button } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { useBusy, useUi } from '../../state/ui.ts'
import { displayName } from '../../words/identity.ts'
import { standingWords } from '../../words/standing.ts'
import { IdentityDetails, identityLine } from '../../components/IdentityDetails.tsx'
import { Road } from './Road.tsx'
import { UnreadSources } from './NoToken.tsx'

interface TokenCardProps {
  readonly provider: ProviderView
  readonly now: number
}

/** One provider's token: whose it is, what it may do, where it lies, and what can be done with it. */
export function TokenCard({ provider, now }: TokenCardProps): ReactNode {
  const isBusy = useBusy(places.token(provider.id))
  const { verification } = provider
  const identity = verification?.identity ?? null
  const standing = standingWords(verification, now)
  const name = identity === null ? (provider.username ?? 'Unknown account') : displayName(identity)
  const verify = (): void => {
    verifyToken(provider.id)
  }
  return (
    <article className="card" aria-label={`${provider.label} token`}>
      <div className="row">
        <Avatar name={name} />
        <div className="grow">
          <div className="name">
            {name}{' '}
            {provider.username !== null && <span className="meta">@{provider.username}</span>}
          </div>
          <div className="meta">
            {[...identityLine(identity, now), standing.sentence].join(' · ')}
          </div>
        </div>
        <Chip tone={standing.tone}>{standing.chip}</Chip>
      </div>
      {identity !== null && <IdentityDetails identity={identity} />}
      <Road sources={provider.sources} winner={provider.source} />
      <UnreadSources provider={provider} />
      {verification?.error != null && (
        <ErrorNote
          error={verification.error}
          retry={verify}
          kind={verification.state === 'rejected' ? 'failure' : 'state'}
        />
      )}
      <PlaceNote place={places.token(provider.id)} />
      <div className="row wrap card-foot">
        <Button isBusy={isBusy} onClick={verify}>
          {verification === null ? 'Verify' : 'Verify again'}
        </Button>
        {provider.id === 'huggingface' && (
          <Button
            onClick={() => {
              showWindow('log-in')
            }}
          >
            Replace…
          </Button>
        )}
        <Button
          onClick={() => {
            useUi.setState({ clearing: provider.id, clearReport: null })
          }}
        >
          Clear…
        </Button>
      </div>
    </article>
  )
}
