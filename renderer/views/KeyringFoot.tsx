import type { ReactNode } from 'react'
import type { KeyringView } from '../../shared/domain/keyring.ts'
import { Dot } from '../components/Dot.tsx'
import { keyringShort, keyringTone } from '../words/keyring.ts'

/** The keyring in one line; its whole story is on the Tokens page. */
export function KeyringFoot({ keyring }: { readonly keyring: KeyringView | null }): ReactNode {
  return (
    <div className="foot" role="status" title={keyring?.sentence}>
      <Dot tone={keyring === null ? 'calm' : keyringTone[keyring.state]} />
      {keyring === null ? 'Checking keyring…' : keyringShort[keyring.state]}
    </div>
  )
}
