import type { ReactNode } from 'react'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { Avatar } from '../../components/Avatar.tsx'
import { Chip } from '../../components/Chip.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { IdentityDetails, identityLine } from '../../components/IdentityDetails.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { verifyToken } from '../../token-actions.ts'
import { accountFacts, soleAccount } from '../../words/account.ts'
import { displayName } from '../../words/identity.ts'
import { standingWords } from '../../words/standing.ts'
import { UnreadSources } from './NoToken.tsx'
import { LogInAgain } from './LogInAgain.tsx'
import { Road } from './Road.tsx'
import { TokenVerbs } from './TokenVerbs.tsx'

interface TokenCardProps {
  readonly provider: ProviderView
  readonly now: number
}

/** A provider's token in force: whose it is, what it may do, where it lies, and what can be done with it. */
export function TokenCard({ provider, now }: TokenCardProps): ReactNode {
  const { verification } = provider
  const identity = verification?.identity ?? null
  const standing = standingWords(verification, now)
  const name =
    identity === null ? (provider.username ?? unknownOwner(provider)) : displayName(identity)
  const sole = soleAccount(provider)
  const facts = [
    ...identityLine(identity, now),
    standing.sentence,
    ...(sole === undefined ? [] : accountFacts(sole, now)),
  ]
  return (
    <article className="card" aria-label={`${provider.label} token`}>
      <div className="row">
        <Avatar name={name} />
        <div className="grow">
          <div className="name">
            {name}{' '}
            {provider.username !== null && <span className="meta">@{provider.username}</span>}
          </div>
          <div className="meta">{facts.join(' · ')}</div>
        </div>
        <Chip tone={standing.tone}>{standing.chip}</Chip>
      </div>
      {identity !== null && <IdentityDetails identity={identity} />}
      <Road sources={provider.sources} winner={provider.source} />
      <UnreadSources provider={provider} />
      {verification?.error != null && (
        <ErrorNote
          error={verification.error}
          retry={() => {
            verifyToken(provider.id)
          }}
          kind={verification.state === 'rejected' ? 'failure' : 'state'}
        />
      )}
      <EndedNote provider={provider} />
      <PlaceNote place={places.token(provider.id)} />
      {sole !== undefined && <PlaceNote place={places.account(provider.id, sole.name)} />}
      <TokenVerbs provider={provider} />
    </article>
  )
}

/** A log-in that is renewed no more, while what is left of its token still goes on. */
function EndedNote({ provider }: { readonly provider: ProviderView }): ReactNode {
  const { id, account, accounts, verification } = provider
  const ended = accounts.find(({ name }) => name === account)?.logInEnded === true
  const isSaid = verification?.error?.action?.does.kind === 'log-in'
  if (!ended || account === null || isSaid) return null
  return (
    <div className="note warn" role="status">
      <div className="grow">
        {provider.label} does not renew this log-in any more. Its token ends soon.
      </div>
      <LogInAgain provider={id} account={account} />
    </div>
  )
}

/** Most custom providers cannot say whose key it is; their own name is better than "unknown". */
function unknownOwner({ custom, label, account }: ProviderView): string {
  return custom ? (account ?? label) : 'Unknown account'
}
