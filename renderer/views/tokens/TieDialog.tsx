import { useId, useState, type ReactNode } from 'react'
import type { AccountView } from '../../../shared/domain/account.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { DialogFoot } from '../../components/DialogFoot.tsx'
import { closeDialog } from '../../state/tokens.ts'
import { tieAccount } from '../../token-actions.ts'
import { readScope } from '../../words/scope.ts'

interface TieDialogProps {
  readonly provider: ProviderView
  readonly account: AccountView
}

/** Asks what an account is to be chosen for by itself, whichever one is active. */
export function TieDialog({ provider, account }: TieDialogProps): ReactNode {
  const [organisations, setOrganisations] = useState(account.scope.organisations.join('\n'))
  const [models, setModels] = useState(account.scope.models.join('\n'))
  const problemId = useId()
  const scope = readScope(organisations, models)
  return (
    <Dialog title={`Use “${account.name}” by itself for…`} onClose={closeDialog}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (scope.ok) tieAccount({ provider: provider.id, account: account.name }, scope.scope)
        }}
      >
        <p className="meta">
          For these Hubkey takes this account even while another one is active. Leave both empty to
          use it only when it is active or asked for.
        </p>
        <label className="field">
          <span>Organisations, one per line</span>
          <textarea
            className="input"
            rows={2}
            spellCheck={false}
            placeholder="meta-llama"
            value={organisations}
            onChange={({ currentTarget }) => {
              setOrganisations(currentTarget.value)
            }}
          />
        </label>
        <label className="field">
          <span>Models, one per line</span>
          <textarea
            className="input"
            rows={3}
            spellCheck={false}
            placeholder="owner/name"
            aria-invalid={!scope.ok}
            aria-describedby={problemId}
            value={models}
            onChange={({ currentTarget }) => {
              setModels(currentTarget.value)
            }}
          />
        </label>
        <p id={problemId} className="warn-text">
          {scope.ok ? '' : scope.message}
        </p>
        <DialogFoot verb="Save" isDisabled={!scope.ok} />
      </form>
    </Dialog>
  )
}
