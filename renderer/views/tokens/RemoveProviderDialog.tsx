import type { ReactNode } from 'react'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { DialogFoot } from '../../components/DialogFoot.tsx'
import { closeDialog } from '../../state/tokens.ts'
import { removeProvider } from '../../token-actions.ts'

/** Asks before a provider of the user's own is forgotten; its tokens have to go first. */
export function RemoveProviderDialog({ provider }: { readonly provider: ProviderView }): ReactNode {
  const count = provider.accounts.length
  return (
    <Dialog title={`Remove ${provider.label}?`} onClose={closeDialog}>
      {count > 0 ? (
        <p>
          {count === 1 ? 'A token of it is' : `${count} tokens of it are`} stored here. Clear{' '}
          {count === 1 ? 'it' : 'them'} first, so that nothing is left behind unseen.
        </p>
      ) : (
        <p>
          Hubkey forgets the name and the variables (
          <span className="mono">{provider.environment.join(', ')}</span>). Nothing else changes.
        </p>
      )}
      <DialogFoot
        verb="Remove"
        isDangerous
        isDisabled={count > 0}
        onVerb={() => {
          removeProvider(provider.id)
        }}
      />
    </Dialog>
  )
}
