import { useState, type ReactNode } from 'react'
import { openLink } from '../../actions.ts'
import { Button } from '../../components/Button.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { copyEngineKey } from '../../preset-actions.ts'

/** The public key by which an engine authenticates, to be copied and added at Hugging Face. */
export function EngineKey({ publicKey }: { readonly publicKey: string }): ReactNode {
  const [isCopied, setCopied] = useState(false)
  return (
    <div className="engine-key">
      <p className="meta">Add this key to your Hugging Face account:</p>
      <p className="mono key-text">{publicKey}</p>
      <div className="row">
        <Button
          aria-label="Copy the key"
          onClick={() => {
            copyEngineKey(() => {
              setCopied(true)
            })
          }}
        >
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
        <Button
          onClick={() => {
            openLink({ to: 'ssh-keys' })
          }}
        >
          Open its page
        </Button>
      </div>
      <span className="visually-hidden" role="status">
        {isCopied ? 'The key was copied.' : ''}
      </span>
      <PlaceNote place={places.engineKey} />
    </div>
  )
}
