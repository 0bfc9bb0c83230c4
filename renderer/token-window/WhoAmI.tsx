import type { ReactNode } from 'react'
import type { Identity } from '../../shared/domain/verification.ts'
import { Avatar } from '../components/Avatar.tsx'
import { Chip } from '../components/Chip.tsx'
import { ActionButton, ErrorNote } from '../components/ErrorNote.tsx'
import { identityLine, IdentityDetails } from '../components/IdentityDetails.tsx'
import { useNow } from '../components/use-now.ts'
import { displayName } from '../words/identity.ts'
import { tokenPrefix } from '../words/provider.ts'
import { useTokenFlow, verify } from './flow.ts'
import { useIntent, useProviderLabel } from './intent.ts'

const minute = 60_000

/** What the provider said about the entered token. */
export function WhoAmI(): ReactNode {
  const draft = useTokenFlow((state) => state.draft)
  const step = useTokenFlow((state) => state.step)
  const label = useProviderLabel()
  return (
    <div aria-live="polite">
      {step === 'verifying' && <p className="waiting">Asking {label}…</p>}
      {step !== 'verifying' && draft !== null && <Answer />}
    </div>
  )
}

function Answer(): ReactNode {
  const draft = useTokenFlow((state) => state.draft)
  const prefix = tokenPrefix(useIntent(({ intent }) => intent.provider))
  const label = useProviderLabel()
  const verification = draft?.verification ?? null
  if (draft === null) return null
  if (verification === null) {
    return draft.looksRight || prefix === null ? null : (
      <p className="meta hint">
        {label} tokens begin with {prefix}, and this does not. Verify it to be sure.
      </p>
    )
  }
  const retry = (): void => verify()
  switch (verification.state) {
    case 'verified':
      return verification.identity === null ? null : <Card identity={verification.identity} />
    case 'rejected':
      return verification.error === null ? null : (
        <ErrorNote error={verification.error} retry={retry} />
      )
    case 'unverified':
      return (
        <div className="note warn">
          <div className="grow">
            {verification.error?.message ?? 'It could not be verified.'} You can save the token now;
            Hubkey verifies it as soon as it gets an answer.
          </div>
          <ActionButton action={verification.error?.action ?? null} />
        </div>
      )
  }
}

function Card({ identity }: { readonly identity: Identity }): ReactNode {
  const now = useNow(minute)
  const name = displayName(identity)
  return (
    <article className="card" aria-label="Who this token belongs to">
      <div className="row">
        <Avatar name={name} />
        <div className="grow">
          <div className="name">
            {name} <span className="meta">@{identity.username}</span>
          </div>
          <div className="meta">{identityLine(identity, now).join(' · ')}</div>
        </div>
        <Chip tone="ok">verified</Chip>
      </div>
      <IdentityDetails identity={identity} />
    </article>
  )
}
