import type { ReactNode } from 'react'
import type { Verification } from '../../shared/domain/verification.ts'
import { useConnection } from '../state/snapshot.ts'
import { displayName } from '../words/identity.ts'
import { useDeviceFlow } from './device-flow.ts'
import { useTokenFlow } from './flow.ts'
import { useProvider } from './intent.ts'

/** The last thing the window says before it closes, after a token or a log-in by the browser was stored. */
export function Saved(): ReactNode {
  const store = useConnection(({ snapshot }) => snapshot?.keyring?.store ?? null)
  const verification = useSavedVerification()
  const identity = verification?.identity ?? null
  return (
    <div className="token-window saved" role="status">
      <svg width="44" height="44" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M5 12.5l4.5 4.5L19 7.5" />
      </svg>
      <h1>{identity === null ? 'Saved' : `Logged in as ${displayName(identity)}`}</h1>
      <p className="sub">
        {store?.kind === 'file' ? 'The token is in your file.' : 'The token is in your keyring.'}
        {verification?.state === 'unverified' &&
          ' Hubkey verifies it as soon as it gets an answer.'}
      </p>
    </div>
  )
}

function useSavedVerification(): Verification | null {
  const draft = useTokenFlow((state) => state.draft)
  const account = useDeviceFlow((state) => state.account)
  const accounts = useProvider()?.accounts
  if (account === null) return draft?.verification ?? null
  return accounts?.find(({ name }) => name === account)?.verification ?? null
}
