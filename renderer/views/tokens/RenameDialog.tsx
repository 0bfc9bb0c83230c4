import { useId, useState, type ReactNode } from 'react'
import type { AccountView } from '../../../shared/domain/account.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { DialogFoot } from '../../components/DialogFoot.tsx'
import { closeDialog } from '../../state/tokens.ts'
import { renameAccount } from '../../token-actions.ts'
import { nameProblem } from '../../words/account.ts'

interface RenameDialogProps {
  readonly provider: ProviderView
  readonly account: AccountView
}

/** Asks for an account's new name. */
export function RenameDialog({ provider, account }: RenameDialogProps): ReactNode {
  const [name, setName] = useState(account.name)
  const problemId = useId()
  const isSame = name.trim() === account.name
  const taken = provider.accounts.map((other) => other.name)
  const problem = isSame ? null : nameProblem(name.trim(), taken)
  return (
    <Dialog title={`Rename “${account.name}”`} onClose={closeDialog}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isSame) closeDialog()
          else if (problem === null) {
            renameAccount({ provider: provider.id, account: account.name }, name.trim())
          }
        }}
      >
        <label className="field">
          <span>Name</span>
          <input
            className="input"
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
          {problem ?? 'Only Hubkey uses this name; the provider does not learn of it.'}
        </p>
        <DialogFoot verb="Rename" isDisabled={problem !== null} />
      </form>
    </Dialog>
  )
}
