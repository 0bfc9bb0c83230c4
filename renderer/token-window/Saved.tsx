import type { ReactNode } from 'react'
import type { DraftView } from '../../shared/domain/draft.ts'
import { useConnection } from '../state/snapshot.ts'
import { displayName } from '../words/identity.ts'

/** The last thing the window says before it closes. */
export function Saved({ draft }: { readonly draft: DraftView | null }): ReactNode {
  const store = useConnection(({ snapshot }) => snapshot?.keyring?.store ?? null)
  const identity = draft?.verification?.identity ?? null
  return (
    <div className="token-window saved" role="status">
      <svg width="44" height="44" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M5 12.5l4.5 4.5L19 7.5" />
      </svg>
      <h1>{identity === null ? 'Saved' : `Logged in as ${displayName(identity)}`}</h1>
      <p className="sub">
        {store?.kind === 'file' ? 'The token is in your file.' : 'The token is in your keyring.'}
        {draft?.verification?.state === 'unverified' &&
          ' Hubkey verifies it as soon as it gets an answer.'}
      </p>
    </div>
  )
}
