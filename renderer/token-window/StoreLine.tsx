import type { ReactNode } from 'react'
import { Button } from '../components/Button.tsx'
import { PlaceNote } from '../components/PlaceNote.tsx'
import { places } from '../places.ts'
import { useConnection } from '../state/snapshot.ts'
import { useBusy } from '../state/ui.ts'
import { probeKeyring, unlockKeyring } from '../token-actions.ts'
import { useProvider } from './intent.ts'

/** Where the token goes when it is saved, and what would still win over it. */
export function StoreLine(): ReactNode {
  const keyring = useConnection(({ snapshot }) => snapshot?.keyring ?? null)
  const provider = useProvider()
  if (keyring === null) return <p className="meta store-line">Looking for your keyring…</p>
  if (keyring.store.kind === 'none') {
    return (
      <>
        <div className="note warn">
          <div className="grow">{keyring.sentence}</div>
          {keyring.state === 'locked' ? (
            <UnlockButton />
          ) : (
            <Button onClick={probeKeyring}>Check again</Button>
          )}
        </div>
        <PlaceNote place={places.keyring} />
      </>
    )
  }
  const kept = provider?.sinks.filter(({ on }) => on).map(({ label }) => label) ?? []
  const environment = provider?.sources.find(({ kind }) => kind === 'environment')
  return (
    <p className="meta store-line">
      {keyring.store.kind === 'keyring' ? (
        <>
          Goes to your <b>keyring</b>.
        </>
      ) : (
        <>
          Goes to a file: <b className="mono">{keyring.store.path}</b>
        </>
      )}
      {kept.length > 0 && <> Also kept in step: {kept.join(', ')}.</>}
      {environment?.present === true && (
        <> {environment.variable ?? 'The environment'} is set and will still win over it.</>
      )}
    </p>
  )
}

function UnlockButton(): ReactNode {
  const isBusy = useBusy(places.keyring)
  return (
    <Button
      isBusy={isBusy}
      onClick={() => {
        unlockKeyring()
      }}
    >
      Unlock…
    </Button>
  )
}
