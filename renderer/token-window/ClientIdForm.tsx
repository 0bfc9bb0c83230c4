import { useEffect, useRef, type ReactNode } from 'react'
import { Button } from '../components/Button.tsx'
import { useConnection } from '../state/snapshot.ts'
import { beginAs } from './device-flow.ts'

/** Asks for the OAuth application to log in as, where none is named or the user's own is refused. */
export function ClientIdForm(): ReactNode {
  const chosen = useConnection(({ snapshot }) => snapshot?.settings.oauthClientId ?? null)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const id = field.current?.value.trim() ?? ''
        if (id !== '') beginAs(id)
      }}
    >
      <label className="field">
        <span>Client id of your application</span>
        <input
          ref={field}
          className="input mono"
          defaultValue={chosen ?? ''}
          maxLength={200}
          required
          autoComplete="off"
          spellCheck={false}
        />
        <span className="meta">
          Make it a public one with device authorisation. Its id is no secret; Hubkey keeps it.
        </span>
      </label>
      <div className="row client-id-foot">
        <Button type="submit" kind="primary">
          Use it
        </Button>
      </div>
    </form>
  )
}
