import type { ReactNode } from 'react'
import type { KeyringView } from '../../../shared/domain/keyring.ts'
import { Button } from '../../components/Button.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { useTokens } from '../../state/tokens.ts'
import { useBusy } from '../../state/ui.ts'
import { cancelUnlock, probeKeyring, unlockKeyring } from '../../token-actions.ts'
import { keyringTone, keyringWayOut } from '../../words/keyring.ts'

/** What the keyring's state means and the way out; nothing while all is well. */
export function KeyringNote({ keyring }: { readonly keyring: KeyringView }): ReactNode {
  const { state } = keyring
  return (
    <>
      {state === 'unlocked' ? (
        <MovedNote />
      ) : (
        <div className={`note ${keyringTone[state]}`} role="status">
          <div className="grow">
            {keyring.sentence} {keyringWayOut(keyring)}
          </div>
          {state === 'locked' && <UnlockButtons />}
          {(state === 'hung' || state === 'absent') && (
            <ProbeButton label={state === 'hung' ? 'Try again' : 'Check again'} />
          )}
        </div>
      )}
      <PlaceNote place={places.keyring} />
    </>
  )
}

/** The prompt may stand behind another window, or nobody may know its password: the wait can be ended. */
function UnlockButtons(): ReactNode {
  const isBusy = useBusy(places.keyring)
  return (
    <div className="row">
      <Button
        isBusy={isBusy}
        onClick={() => {
          unlockKeyring()
        }}
      >
        Unlock…
      </Button>
      {isBusy && <Button onClick={cancelUnlock}>Stop waiting</Button>}
    </div>
  )
}

function ProbeButton({ label }: { readonly label: string }): ReactNode {
  const isBusy = useBusy(places.keyring)
  return (
    <Button isBusy={isBusy} onClick={probeKeyring}>
      {label}
    </Button>
  )
}

/** The tokens that lay in the file are where they belong now. */
function MovedNote(): ReactNode {
  const moved = useTokens(({ movedIn }) => movedIn)
  if (moved === null) return null
  return (
    <div className="note ok" role="status">
      <div className="grow">
        {moved === 0 && 'Nothing had to be moved.'}
        {moved === 1 && 'The token is in your keyring now, and gone from the file.'}
        {moved > 1 && `${moved} tokens are in your keyring now, and gone from the file.`}
      </div>
    </div>
  )
}
