import { useEffect, useRef, type ReactNode } from 'react'
import { Button } from '../components/Button.tsx'
import { ErrorNote } from '../components/ErrorNote.tsx'
import { KeyMark } from '../components/KeyMark.tsx'
import { useNow } from '../components/use-now.ts'
import { useConnection } from '../state/snapshot.ts'
import { duration } from '../words/time.ts'
import { ClientIdForm } from './ClientIdForm.tsx'
import {
  beginDeviceLogin,
  copyDeviceCode,
  leaveDeviceLogin,
  openDevicePage,
  storeKept,
  useDeviceFlow,
} from './device-flow.ts'
import { cancel } from './flow.ts'
import { useIntent, useProviderLabel } from './intent.ts'
import { StoreLine } from './StoreLine.tsx'

const second = 1000

/** A log-in by the browser: the code in big type, the page to type it at, and the wait for it. */
export function DeviceLogin({ title }: { readonly title: string }): ReactNode {
  const { step, login, error, needsClientId } = useDeviceFlow()
  const label = useProviderLabel()
  const isWaiting = step === 'waiting' && login !== null
  return (
    <div className="token-window">
      <h1 className="token-title">
        <KeyMark size={26} />
        {title}
      </h1>
      <div className="token-body-part" role="region" aria-label="Log in by browser">
        {step === 'beginning' && (
          <p className="waiting" role="status">
            Asking {label} for a code…
          </p>
        )}
        {isWaiting && <Code code={login.userCode} address={login.address} />}
        {step === 'kept' && error === null && (
          <p className="waiting" role="status">
            Storing your log-in…
          </p>
        )}
        {error !== null && (
          <ErrorNote
            error={error}
            retry={step === 'kept' ? storeKept : beginDeviceLogin}
            kind={error.code === 'oauth-no-client' ? 'state' : 'failure'}
          />
        )}
        {needsClientId && <ClientIdForm />}
      </div>
      {(isWaiting || step === 'kept') && <StoreLine />}
      <div className="row token-foot">
        {isWaiting && <TimeLeft until={login.expiresAt} />}
        <Leave isOver={step === 'failed'} />
        {step === 'failed' && !needsClientId && <BeginAnew />}
        {isWaiting && <OpenPage />}
      </div>
    </div>
  )
}

function Code({ code, address }: { readonly code: string; readonly address: string }): ReactNode {
  const isCopied = useDeviceFlow((state) => state.isCopied)
  return (
    <div className="device">
      <p>
        Type this code at <b>{address.replace(/^https:\/\//, '')}</b>
      </p>
      <p className="user-code mono">{code}</p>
      <Button kind="quiet" onClick={copyDeviceCode}>
        <span aria-live="polite">{isCopied ? 'Copied' : 'Copy the code'}</span>
      </Button>
      <p className="meta" role="status">
        Waiting for you to agree there. This window goes on by itself.
      </p>
    </div>
  )
}

/** A log-in that could not be stored would be lost, so it waits for a place. */
function OpenPage(): ReactNode {
  const hasStore = useConnection(({ snapshot }) => snapshot?.keyring?.store.kind !== 'none')
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (hasStore) button.current?.focus()
  }, [hasStore])
  return (
    <Button ref={button} kind="primary" disabled={!hasStore} onClick={openDevicePage}>
      Open the page
    </Button>
  )
}

function BeginAnew(): ReactNode {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <Button ref={button} kind="primary" onClick={beginDeviceLogin}>
      Get a new code
    </Button>
  )
}

/** Back to where the log-in by the browser was chosen; a window that began with it closes. */
function Leave({ isOver }: { readonly isOver: boolean }): ReactNode {
  const byBrowser = useIntent(({ intent }) => intent.byBrowser)
  return (
    <Button
      onClick={() => {
        leaveDeviceLogin()
        if (byBrowser) cancel()
      }}
    >
      {byBrowser && isOver ? 'Close' : isOver ? 'Back' : 'Cancel'}
    </Button>
  )
}

function TimeLeft({ until }: { readonly until: string }): ReactNode {
  const now = useNow(second)
  const seconds = (Date.parse(until) - now) / 1000
  return (
    <span className="meta grow">
      {seconds > 0 ? `${duration(seconds)} left` : 'The code has run out'}
    </span>
  )
}
