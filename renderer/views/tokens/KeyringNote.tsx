import type { ReactNode } from 'react'
import type { KeyringView } from '../../../shared/domain/keyring.ts'
import { Button } from '../../components/Button.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { useBusy } from '../../state/ui.ts'
import { probeKeyring } from '../../token-actions.ts'
import { keyringTone, keyringWayOut } from '../../words/keyring.ts'

/** What the keyring's state means and the way out; nothing while all is well. */
export function KeyringNote({ keyring }: { readonly keyring: KeyringView }): ReactNode {
  const isBusy = useBusy(places.keyring)
  if (keyring.state === 'unlocked') return null
  return (
    <>
      <div className={`note ${keyringTone[keyring.state]}`} role="status">
        <div className="grow">
          {keyring.sentence} {keyringWayOut(keyring)}
        </div>
        {keyring.state !== 'off' && (
          <Button isBusy={isBusy} onClick={probeKeyring}>
            Check again
          </Button>
        )}
      </div>
      <PlaceNote place={places.keyring} />
    </>
  )
}
