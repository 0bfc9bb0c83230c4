import type { ReactNode } from 'react'
import type { KeyringView } from '../../shared/domain/keyring.ts'
import { Dot } from '../components/Dot.tsx'
import { probeKeyring, unlockKeyring } from '../token-actions.ts'
import { keyringShort, keyringTone } from '../words/keyring.ts'

/** The keyring in one line with its way out; its whole story is on the Tokens page. */
export function KeyringFoot({ keyring }: { readonly keyring: KeyringView | null }): ReactNode {
  return (
    <div className="foot" role="status" title={keyring?.sentence}>
      <Dot tone={keyring === null ? 'calm' : keyringTone[keyring.state]} />
      <span className="grow">
        {keyring === null ? 'Checking keyring…' : keyringShort[keyring.state]}
      </span>
      {keyring?.state === 'locked' && (
        <button
          type="button"
          className="link"
          onClick={() => {
            unlockKeyring()
          }}
        >
          Unlock…
        </button>
      )}
      {keyring?.state === 'hung' && (
        <button type="button" className="link" onClick={probeKeyring}>
          Try again
        </button>
      )}
    </div>
  )
}
