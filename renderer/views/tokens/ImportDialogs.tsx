import { useId, useState, type ReactNode } from 'react'
import type { ForeignTokenView } from '../../../shared/domain/foreign.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { DialogFoot } from '../../components/DialogFoot.tsx'
import { importTokenAs, removeSource } from '../../import-actions.ts'
import { places } from '../../places.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { closeDialog } from '../../state/tokens.ts'
import { nameProblem } from '../../words/account.ts'
import { placeOf, sourceOf } from '../../words/foreign.ts'

interface ImportDialogProps {
  readonly token: ForeignTokenView
}

/** Asks for a name where the one that Hubkey would choose belongs to another token. */
export function ImportAsDialog({ token }: ImportDialogProps): ReactNode {
  const taken = useSnapshot(({ providers }) =>
    providers.find(({ id }) => id === token.provider),
  )?.accounts.map(({ name }) => name)
  return (
    <ImportAsForm
      suggestion={token.tool}
      taken={taken ?? []}
      place={places.dialog}
      onClose={closeDialog}
      onName={(name) => {
        importTokenAs(token.id, name)
      }}
    />
  )
}

interface ImportAsFormProps {
  readonly suggestion: string
  /** Names that other tokens of the provider have. */
  readonly taken: readonly string[]
  /** Where the verb runs. */
  readonly place: string
  readonly onClose: () => void
  readonly onName: (name: string) => void
}

/** The same question, wherever it is asked. */
export function ImportAsForm(props: ImportAsFormProps): ReactNode {
  const { suggestion, taken, place, onClose, onName } = props
  const [name, setName] = useState(suggestion)
  const problemId = useId()
  const problem = nameProblem(name.trim(), taken)
  return (
    <Dialog title="Import it as…" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (problem === null) onName(name.trim())
        }}
      >
        <p className="meta">
          The name that Hubkey would give it belongs to another token, which stays.
        </p>
        <label className="field">
          <span>Name of this account</span>
          <input
            className="input"
            data-first-focus
            value={name}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={problem !== null}
            aria-describedby={problemId}
            onChange={({ currentTarget }) => {
              setName(currentTarget.value)
            }}
          />
        </label>
        <p id={problemId} className={problem === null ? 'meta' : 'warn-text'}>
          {problem ?? 'Only Hubkey uses this name.'}
        </p>
        <DialogFoot verb="Import" isDisabled={problem !== null} place={place} onClose={onClose} />
      </form>
    </Dialog>
  )
}

/** Asks before a token goes from the tool that holds it. */
export function RemoveSourceDialog({ token }: ImportDialogProps): ReactNode {
  return (
    <Dialog title={`Remove the token from ${sourceOf(token)}?`} onClose={closeDialog}>
      <p>It is taken out here, for good; everything else there stays as it is:</p>
      <ul className="copies">
        <li className="mono">{placeOf(token)}</li>
      </ul>
      <p className="meta">
        Hubkey keeps it as <b>{token.storedAs.join(', ')}</b>. What reads it there ({token.label})
        has to get it in another way.
      </p>
      <DialogFoot
        verb="Remove"
        isDangerous
        onVerb={() => {
          removeSource(token.id)
        }}
      />
    </Dialog>
  )
}
